package dev.polder.evals.report;

import dev.polder.evidence.Estimate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// One variant on one suite.
///
/// @param samples how many there were to answer, repeats counted
/// @param answered how many were answered; the rest are `errors`, which count neither as right nor
///   as wrong
/// @param errors why there was no answer, and how often
/// @param scores what each scorer says, the primary first
/// @param tags the primary score by tag; empty if there are none
/// @param clusters the primary score by cluster; empty if there are none
/// @param seconds how long each answer took; may be empty
/// @param inputTokens of each answer; may be empty
/// @param outputTokens of each answer; may be empty
/// @param worst samples worth reading, the worst first; keep them to a few dozen
public record RunReport(
    Provenance provenance,
    Party party,
    long samples,
    long answered,
    List<Count> errors,
    List<Scored> scores,
    List<Group> tags,
    List<Group> clusters,
    Values seconds,
    Values inputTokens,
    Values outputTokens,
    Optional<Cost> cost,
    List<Read> worst)
    implements Report {

  public RunReport {
    errors = List.copyOf(errors);
    scores = List.copyOf(scores);
    tags = List.copyOf(tags);
    clusters = List.copyOf(clusters);
    worst = List.copyOf(worst);
    if (answered < 0 || answered > samples) {
      throw new IllegalArgumentException(
          "%d of %d samples cannot have been answered".formatted(answered, samples));
    }
  }

  @Override
  public String title() {
    return party.name() + " on " + provenance.suite();
  }

  /// How often something happened.
  public record Count(String name, long count) {}

  /// What a scorer is for.
  public enum Role {
    /// Decides: more is better.
    PRIMARY("primary"),
    /// Watches for harm: less is better.
    GUARDRAIL("guardrail"),
    /// Informs only.
    OTHER("");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /// A scorer's mean with its interval.
  public record Scored(String scorer, Role role, Estimate estimate) {}

  /// The same of some of the samples.
  public record Group(String name, Estimate estimate) {}

  /// What it cost.
  ///
  /// @param currency such as `USD`
  /// @param note what is not in it, or how it was reckoned; may be empty
  public record Cost(BigDecimal amount, String currency, String note) {}

  /// A sample to read.
  public record Read(String id, String input, String target, String answer, List<Mark> marks) {
    public Read {
      marks = List.copyOf(marks);
    }
  }

  /// What a scorer gave an answer, and why.
  public record Mark(String scorer, double value, String explanation) {}
}
