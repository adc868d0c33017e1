package dev.polder.evidence.verdict;

import dev.polder.evidence.Estimate;
import java.util.Optional;

/// What a candidate's own results say, without a reference.
///
/// @param floor the least own score that was declared
/// @param test which bound governs the score
/// @param score the candidate's own mean; the lower end of its interval is the one-sided bound
/// @param harm the candidate's own share of harm, where a guardrail is declared; the upper end of
///   its interval is the one-sided bound
/// @param cleared whether the score is surely at least the floor, and the harm surely below the
///   guardrail's margin: a harm that is below the margin cannot have risen by more than it
/// @param why in a sentence for people
public record FloorCheck(
    double floor,
    GoverningTest test,
    Estimate score,
    Optional<Estimate> harm,
    boolean cleared,
    String why) {}
