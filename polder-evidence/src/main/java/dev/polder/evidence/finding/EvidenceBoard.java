package dev.polder.evidence.finding;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the gate makes of every candidate, worked out beforehand and ready for calls.
///
/// Immutable: when there are new findings, or the configuration changes, a new board takes the
/// place of the old in one write. Looking up allocates nothing and costs two hash lookups; no
/// database is asked.
public final class EvidenceBoard {
  /// Nothing is asked of anybody.
  public static final EvidenceBoard EMPTY = new EvidenceBoard(Map.of());

  private final Map<String, Map<String, Entry>> entries;

  private EvidenceBoard(Map<String, Map<String, Entry>> entries) {
    this.entries = entries;
  }

  /// What the gate makes of `subjects`, by what is known.
  ///
  /// @param findings in the order in which they were added, and `doubts` likewise
  public static EvidenceBoard of(
      Collection<Subject> subjects, Collection<Finding> findings, Collection<Doubt> doubts) {
    Map<String, List<Finding>> byUseCase =
        findings.stream().collect(Collectors.groupingBy(Finding::useCase));
    Map<String, Map<String, Entry>> entries = new HashMap<>();
    for (Subject subject : subjects) {
      List<Finding> about = byUseCase.getOrDefault(subject.useCase(), List.of());
      entries
          .computeIfAbsent(subject.useCase(), any -> new HashMap<>())
          .put(subject.candidate(), Entry.of(subject, about, doubts));
    }
    return new EvidenceBoard(entries);
  }

  /// What is known of a candidate; empty where nothing is asked of it.
  public Optional<Entry> entry(String useCase, String candidate) {
    Map<String, Entry> candidates = entries.get(useCase);
    return candidates == null ? Optional.empty() : Optional.ofNullable(candidates.get(candidate));
  }

  /// All entries, for people; in no particular order.
  public List<Entry> entries() {
    return entries.values().stream().flatMap(candidates -> candidates.values().stream()).toList();
  }

  /// One candidate on the board: its rulings before and after its finding grows too old, with its
  /// reference at hand and without.
  public static final class Entry {
    private final Subject subject;
    private final Instant agesAt;
    private final Rulings before;
    private final Rulings after;

    private Entry(Subject subject, Instant agesAt, Rulings before, Rulings after) {
      this.subject = subject;
      this.agesAt = agesAt;
      this.before = before;
      this.after = after;
    }

    private static Entry of(
        Subject subject, Collection<Finding> findings, Collection<Doubt> doubts) {
      Standing young = Standing.of(subject, findings, Instant.MIN);
      Standing old = Standing.of(subject, findings, Instant.MAX);
      Instant agesAt = old instanceof Standing.Aged aged ? aged.since() : Instant.MAX;
      return new Entry(
          subject,
          agesAt,
          Rulings.of(subject, young, findings, doubts),
          Rulings.of(subject, old, findings, doubts));
    }

    /// The candidate and what is asked of it.
    public Subject subject() {
      return subject;
    }

    /// What the gate makes of it at `now`.
    ///
    /// @param referenceRestricted whether the reference cannot be measured now
    public Ruling ruling(Instant now, boolean referenceRestricted) {
      Rulings rulings = now.isBefore(agesAt) ? before : after;
      return referenceRestricted ? rulings.restricted() : rulings.atHand();
    }
  }

  private record Rulings(Ruling atHand, Ruling restricted) {
    static Rulings of(
        Subject subject,
        Standing standing,
        Collection<Finding> findings,
        Collection<Doubt> doubts) {
      return new Rulings(
          Ruling.of(subject, standing, findings, doubts, false),
          Ruling.of(subject, standing, findings, doubts, true));
    }
  }
}
