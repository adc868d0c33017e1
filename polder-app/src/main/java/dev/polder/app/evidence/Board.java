package dev.polder.app.evidence;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PoolSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.EvidenceBoard;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Ruling;
import dev.polder.evidence.finding.Standing;
import dev.polder.evidence.verdict.JointStatement;
import dev.polder.evidence.verdict.Judgement;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.RestrictionFile;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What evidence says of every fallback, for people: what a gateway's gate says at the same moment.
///
/// @param lines one a fallback of which evidence is asked, in the configuration's order
public record Board(List<Line> lines) {
  public Board {
    lines = List.copyOf(lines);
  }

  /// One fallback.
  ///
  /// @param ruling what the gate makes of it; empty where something about it cannot be read
  /// @param referenceRestricted whether its primary is restricted now
  /// @param doubts why its finding is marked as doubted; empty where it is not
  public record Line(
      Asked asked, Optional<Ruling> ruling, boolean referenceRestricted, List<Doubt> doubts) {
    /// What was measured about it, counting or not.
    public Optional<Finding> finding() {
      return ruling.map(Ruling::standing).flatMap(Standing::finding);
    }

    /// What was measured about exactly what is in use, and has not been taken back since.
    public Optional<Finding> counted() {
      return ruling
          .filter(one -> !(one.standing() instanceof Standing.Stale))
          .filter(one -> one.basis() != Ruling.Basis.LOST)
          .flatMap(one -> finding());
    }
  }

  /// The board of a configuration at a moment, from its suites, weights, findings and restrictions
  /// as they are on disk; no gateway is asked. May take seconds where weights are large and new.
  ///
  /// @throws IOException when findings or restrictions cannot be read; the message says what to do
  public static Board at(Configuration configuration, Instant now) throws IOException {
    List<Restriction> inForce =
        Restrictions.open(() -> now, System::nanoTime, new RestrictionFile(configuration.state()))
            .all();
    Weights weights = new Weights(configuration.state());
    List<Asked> asked =
        Asked.of(configuration, new Suites(), new Variants(configuration, weights::digest));
    try (FindingsFile findings = new FindingsFile(configuration.store())) {
      Known known = asked.isEmpty() ? Known.NOTHING : findings.read();
      return of(configuration, asked, known, inForce, now);
    }
  }

  /// The board of a configuration.
  ///
  /// @param asked of the same configuration
  /// @param inForce the restrictions in force
  public static Board of(
      Configuration configuration,
      List<Asked> asked,
      Known known,
      Collection<Restriction> inForce,
      Instant now) {
    EvidenceBoard board =
        EvidenceBoard.of(
            asked.stream().map(Asked::subject).flatMap(Optional::stream).toList(),
            known.findings(),
            known.doubts());
    List<Line> lines = new ArrayList<>();
    for (Asked one : asked) {
      boolean restricted = isRestricted(configuration, one.useCase(), inForce);
      Optional<Ruling> ruling =
          one.subject()
              .flatMap(subject -> board.entry(subject.useCase(), subject.candidate()))
              .map(entry -> entry.ruling(now, restricted));
      lines.add(new Line(one, ruling, restricted, doubts(ruling, known)));
    }
    return new Board(lines);
  }

  private static List<Doubt> doubts(Optional<Ruling> ruling, Known known) {
    Optional<Finding> finding = ruling.map(Ruling::standing).flatMap(Standing::finding);
    return known.doubts().stream()
        .filter(doubt -> finding.filter(doubt::concerns).isPresent())
        .toList();
  }

  /// Whether all of a use case's primary is cut.
  private static boolean isRestricted(
      Configuration configuration, UseCaseSettings useCase, Collection<Restriction> inForce) {
    return primary(configuration, useCase).stream()
        .allMatch(deployment -> inForce.stream().anyMatch(one -> cuts(one, deployment)));
  }

  private static boolean cuts(Restriction restriction, Deployment deployment) {
    return restriction.effect() instanceof Restriction.Effect.Cut
        && restriction.selector().matches(deployment);
  }

  private static List<Deployment> primary(Configuration configuration, UseCaseSettings useCase) {
    String name = useCase.candidates().getFirst();
    List<String> members =
        configuration.pools().stream()
            .filter(pool -> pool.name().equals(name))
            .findFirst()
            .map(PoolSettings::deployments)
            .orElse(List.of(name));
    return configuration.deployments().stream()
        .filter(deployment -> members.contains(deployment.name()))
        .map(deployment ->
            new Deployment(
                deployment.name(),
                new Provider(
                    deployment.provider(), Preset.CUSTOM, Optional::empty, Optional.empty()),
                deployment.model(),
                deployment.jurisdiction()))
        .toList();
  }

  /// What can be said of all use cases together, by the fallback that carries each: the first that
  /// is non-inferior, else the first that was measured. Empty where fewer than two were measured.
  public Optional<JointStatement> together() {
    SortedMap<String, Judgement> judgements = new TreeMap<>();
    double alpha = 1;
    for (Line line : lines) {
      carrier(line.asked().useCase().name())
          .ifPresent(finding -> judgements.putIfAbsent(finding.useCase(), finding.judgement()));
      alpha = Math.min(alpha, line.asked().demand().alpha());
    }
    return judgements.size() < 2
        ? Optional.empty()
        : Optional.of(JointStatement.of(judgements, alpha));
  }

  /// The use cases of whose fallbacks nothing has been measured that counts.
  public List<String> unmeasured() {
    return lines.stream()
        .map(line -> line.asked().useCase().name())
        .distinct()
        .filter(useCase -> carrier(useCase).isEmpty())
        .toList();
  }

  private Optional<Finding> carrier(String useCase) {
    return first(useCase, finding -> finding.verdict() == Verdict.NON_INFERIOR)
        .or(() -> first(useCase, finding -> true));
  }

  private Optional<Finding> first(String useCase, Predicate<Finding> what) {
    return lines.stream()
        .filter(line -> line.asked().useCase().name().equals(useCase))
        .flatMap(line -> line.counted().stream())
        .filter(what)
        .findFirst();
  }

  /// The same, of one use case only.
  public Board only(String useCase) {
    return new Board(
        lines.stream().filter(line -> line.asked().useCase().name().equals(useCase)).toList());
  }
}
