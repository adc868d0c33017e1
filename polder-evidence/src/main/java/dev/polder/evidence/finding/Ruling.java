package dev.polder.evidence.finding;

import dev.polder.evidence.Verdict;
import dev.polder.evidence.verdict.FloorCheck;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// Whether a candidate may be used as far as evidence goes, and on what that rests.
///
/// @param open whether it may be used
/// @param basis on what that rests
/// @param marks what people should know beside it
/// @param why in a sentence for people
public record Ruling(boolean open, Basis basis, Standing standing, Set<Mark> marks, String why) {
  public Ruling {
    marks = Set.copyOf(marks);
  }

  /// On what a ruling rests.
  public enum Basis {
    /// A finding that it is non-inferior.
    NON_INFERIOR("non-inferior"),
    /// A floor that it clears, in place of a reference that cannot be measured.
    FLOOR("floor"),
    /// A finding that it is inferior.
    INFERIOR("inferior"),
    /// A finding spoke for it, but in live calls it has fallen below the margin since.
    LOST("lost"),
    /// No finding that counts says enough.
    UNPROVEN("unproven"),
    /// Nothing is asked.
    NOT_ASKED("not-asked");

    private final String label;

    Basis(String label) {
      this.label = label;
    }

    /// One word for headers and tables.
    public String label() {
      return label;
    }

    /// Whether evidence speaks for the candidate.
    boolean speaksFor() {
      return this == NON_INFERIOR || this == FLOOR;
    }
  }

  /// The basis and its marks, for headers and receipts: `non-inferior; aged`.
  public String label() {
    StringBuilder text = new StringBuilder(basis.label());
    for (Mark mark : Mark.values()) {
      if (marks.contains(mark)) {
        text.append("; ").append(mark.label());
      }
    }
    return text.toString();
  }

  /// What the gate makes of a candidate.
  ///
  /// Age asks for a new run while the reference can be had; while it is restricted, age only marks.
  ///
  /// @param standing of the subject today
  /// @param findings all that are known, and `doubts` likewise
  /// @param referenceRestricted whether the reference cannot be measured now
  public static Ruling of(
      Subject subject,
      Standing standing,
      Collection<Finding> findings,
      Collection<Doubt> doubts,
      boolean referenceRestricted) {
    Requirement requirement = subject.requirement();
    if (requirement.rigour() == Requirement.Rigour.OFF) {
      return new Ruling(true, Basis.NOT_ASKED, standing, Set.of(), "no evidence is asked for");
    }
    Basis basis =
        standing
            .finding()
            .filter(finding -> counts(standing, referenceRestricted))
            .map(finding -> basis(finding, requirement, referenceRestricted))
            .orElse(Basis.UNPROVEN);
    Set<Mark> marks = marks(subject, standing, findings, doubts, referenceRestricted);
    boolean warns = requirement.rigour() == Requirement.Rigour.WARN;
    Optional<Doubt> lost = basis.speaksFor() ? takenBack(standing, doubts) : Optional.empty();
    if (lost.isPresent()) {
      return new Ruling(warns, Basis.LOST, standing, marks, why(subject, lost.get()));
    }
    return new Ruling(
        basis.speaksFor() || warns,
        basis,
        standing,
        marks,
        why(subject, standing, basis, referenceRestricted));
  }

  /// The latest doubt that takes back what the finding says.
  private static Optional<Doubt> takenBack(Standing standing, Collection<Doubt> doubts) {
    return standing
        .finding()
        .flatMap(finding ->
            doubts.stream()
                .filter(doubt -> doubt.takesBack(finding))
                .max(Comparator.comparing(Doubt::at)));
  }

  private static String why(Subject subject, Doubt lost) {
    return "live calls took its verdict back at %s: %s; run `polder eval compare` on suite '%s'"
        .formatted(lost.at(), lost.reason(), subject.suite().name());
  }

  private static boolean counts(Standing standing, boolean referenceRestricted) {
    return switch (standing) {
      case Standing.Unmeasured _, Standing.Stale _ -> false;
      case Standing.Fresh _ -> true;
      case Standing.Aged aged ->
          // What was shown to be worse does not become better by growing old.
          referenceRestricted || aged.counted().verdict() == Verdict.INFERIOR;
    };
  }

  private static Basis basis(
      Finding finding, Requirement requirement, boolean referenceRestricted) {
    return switch (finding.verdict()) {
      case NON_INFERIOR -> Basis.NON_INFERIOR;
      case INFERIOR -> Basis.INFERIOR;
      case NOT_DECIDABLE ->
          (referenceRestricted || finding.reference().isEmpty())
                  && clears(finding, requirement.floor())
              ? Basis.FLOOR
              : Basis.UNPROVEN;
    };
  }

  /// The floor that was declared must be cleared, and the one that is asked now as well.
  private static boolean clears(Finding finding, OptionalDouble floor) {
    Optional<FloorCheck> check = finding.judgement().floor();
    return floor.isPresent()
        && check.isPresent()
        && check.get().cleared()
        && check.get().score().interval().low() >= floor.getAsDouble();
  }

  private static Set<Mark> marks(
      Subject subject,
      Standing standing,
      Collection<Finding> findings,
      Collection<Doubt> doubts,
      boolean referenceRestricted) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    standing
        .finding()
        .ifPresent(finding -> {
          marks.addAll(finding.marks());
          if (doubts.stream().anyMatch(doubt -> doubt.concerns(finding))) {
            marks.add(Mark.DOUBTED);
          }
          if (overturns(subject, finding, findings)) {
            marks.add(Mark.OVERTURNED);
          }
        });
    if (standing instanceof Standing.Aged) {
      marks.add(Mark.AGED);
    }
    if (referenceRestricted) {
      marks.add(Mark.REFERENCE_RESTRICTED);
    }
    return marks;
  }

  private static boolean overturns(Subject subject, Finding counted, Collection<Finding> findings) {
    return findings.stream()
        .filter(subject::resembles)
        .filter(other -> !other.measuredAt().isAfter(counted.measuredAt()))
        .filter(other -> subject.departure(other).isEmpty() && other.complete())
        .anyMatch(other -> contradicts(other.verdict(), counted.verdict()));
  }

  private static boolean contradicts(Verdict one, Verdict other) {
    return List.of(one, other).containsAll(List.of(Verdict.NON_INFERIOR, Verdict.INFERIOR));
  }

  private static String why(
      Subject subject, Standing standing, Basis basis, boolean referenceRestricted) {
    String about = "'%s' for use case '%s'".formatted(subject.candidate(), subject.useCase());
    String measure = "run `polder eval compare` on suite '%s'".formatted(subject.suite().name());
    return switch (standing) {
      case Standing.Unmeasured _ ->
          "nothing has been measured about %s: %s".formatted(about, measure);
      case Standing.Stale stale ->
          "the finding about %s is stale: %s; %s".formatted(about, stale.reason(), measure);
      case Standing.Fresh fresh -> reason(fresh.counted(), basis);
      case Standing.Aged aged when counts(standing, referenceRestricted) ->
          "%s (too old since %s)".formatted(reason(aged.counted(), basis), aged.since());
      case Standing.Aged aged ->
          "the finding about %s has been too old since %s: %s"
              .formatted(about, aged.since(), measure);
    };
  }

  private static String reason(Finding finding, Basis basis) {
    return basis == Basis.FLOOR
        ? finding.judgement().floor().map(FloorCheck::why).orElse("")
        : finding.judgement().why();
  }
}
