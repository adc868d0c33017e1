package dev.polder.gateway.gate;

import dev.polder.evidence.finding.EvidenceBoard;
import dev.polder.evidence.finding.Ruling;
import dev.polder.evidence.finding.Standing;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What evidence says of candidates now. Any thread may ask: it is one volatile read and two
/// lookups, and no database is asked.
///
/// Who is not on the board has no evidence, so a strict use case does without: not knowing is never
/// taken for knowing.
public final class Gate {
  private final InstantSource clock;
  private volatile View view = new View(EvidenceBoard.EMPTY, Map.of());

  /// A gate of which nobody has shown anything yet.
  ///
  /// @param clock says how old findings are
  public Gate(InstantSource clock) {
    this.clock = clock;
  }

  /// What is known, and of whom nothing can be known yet: both change together.
  private record View(EvidenceBoard board, Map<String, Map<String, String>> unread) {}

  /// A candidate that is not on the board because something about it could not be read.
  ///
  /// @param reason what, in a few words, without a full stop
  public record Unread(String useCase, String candidate, String reason) {}

  /// Lets another board take the place of the one before, for every thread at once.
  public void follow(EvidenceBoard board, Collection<Unread> unread) {
    Map<String, Map<String, String>> reasons = new HashMap<>();
    for (Unread one : unread) {
      reasons
          .computeIfAbsent(one.useCase(), any -> new HashMap<>())
          .put(one.candidate(), one.reason());
    }
    view = new View(board, reasons);
  }

  /// What evidence says of a fallback.
  ///
  /// @param referenceRestricted whether the primary cannot be measured now
  public Ruling ruling(EvidenceDemand demand, String candidate, boolean referenceRestricted) {
    View now = view;
    Optional<EvidenceBoard.Entry> entry = now.board().entry(demand.useCase(), candidate);
    return entry.isPresent()
        ? entry.get().ruling(clock.instant(), referenceRestricted)
        : unread(demand, candidate, now);
  }

  private static Ruling unread(EvidenceDemand demand, String candidate, View now) {
    String reason =
        now.unread()
            .getOrDefault(demand.useCase(), Map.of())
            .getOrDefault(candidate, "its evidence has not been read yet");
    return new Ruling(
        !demand.strict(), Ruling.Basis.UNPROVEN, new Standing.Unmeasured(), Set.of(), reason);
  }
}
