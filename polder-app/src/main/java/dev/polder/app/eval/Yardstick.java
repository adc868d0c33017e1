package dev.polder.app.eval;

import dev.polder.evals.imports.ImportedSuite;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.run.Trial;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Kind;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.finding.SuiteVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What a comparison must know of a suite: its samples in their places, and what their scores mean.
public sealed interface Yardstick {
  /// Its name and digest, as findings know it.
  SuiteVersion version();

  /// The score that decides.
  String primary();

  /// The score that tells harm.
  Optional<String> guardrail();

  /// What to do where there is none and one is wanted.
  String guardrailRemedy();

  /// What values a score takes, as was declared before anybody was asked.
  Kind kind(String score);

  /// How many samples it has.
  int size();

  /// The identifier of the sample at a place, from 0, without reading the sample.
  String id(int place);

  /// How the sample at a place counts.
  Item item(int place);

  /// How one sample counts.
  ///
  /// @param weight of all samples alike 1
  record Item(String id, Optional<String> cluster, double weight) {}

  /// A sample for people.
  Shown shown(int place);

  /// What was asked, and what would have been right.
  record Shown(String question, String target) {}

  /// A suite whose samples are here.
  record OfSuite(Suite suite) implements Yardstick {
    @Override
    public SuiteVersion version() {
      return new SuiteVersion(suite.name(), suite.digest());
    }

    @Override
    public String primary() {
      return suite.primary();
    }

    @Override
    public Optional<String> guardrail() {
      return suite.guardrail();
    }

    @Override
    public String guardrailRemedy() {
      return "Name a score of harm in its suite.yaml, such as confident wrong answers.";
    }

    @Override
    public Kind kind(String score) {
      return suite.scoring(score).kind();
    }

    @Override
    public int size() {
      return suite.samples().size();
    }

    @Override
    public String id(int place) {
      return suite.id(place);
    }

    @Override
    public Item item(int place) {
      Sample sample = suite.samples().get(place);
      return new Item(sample.id(), sample.cluster(), sample.weight());
    }

    @Override
    public Shown shown(int place) {
      Sample sample = suite.samples().get(place);
      return new Shown(
          sample.question(),
          sample.target().json().isTextual()
              ? sample.target().json().asText()
              : sample.target().json().toString());
    }
  }

  /// A suite that another tool has: its samples are known by what its runs say of them.
  ///
  /// @param items by their places, which runs of one digest share
  record OfImport(ImportedSuite suite, List<Item> items) implements Yardstick {
    public OfImport {
      items = List.copyOf(items);
    }

    /// As a run of it tells.
    ///
    /// @throws IllegalArgumentException when the run does not hold all its samples
    public static OfImport of(ImportedSuite suite, RunLog run) {
      TreeMap<Integer, Item> items = new TreeMap<>();
      for (Result result : run.results()) {
        Trial trial = result.trial();
        items.put(trial.number(), new Item(trial.sample(), trial.cluster(), trial.weight()));
      }
      if (items.size() != suite.samples() || items.lastKey() != suite.samples() - 1) {
        throw new IllegalArgumentException(
            "The run %s holds %d of the %d samples of suite '%s'. Delete it and import its log again."
                .formatted(run.file(), items.size(), suite.samples(), suite.name()));
      }
      return new OfImport(suite, new ArrayList<>(items.values()));
    }

    @Override
    public SuiteVersion version() {
      return new SuiteVersion(suite.name(), suite.digest());
    }

    @Override
    public String primary() {
      return suite.primary();
    }

    @Override
    public Optional<String> guardrail() {
      return suite.guardrail();
    }

    @Override
    public String guardrailRemedy() {
      return "Import its logs again, under another name, with --guardrail SCORE.";
    }

    /// Harm has been declared by no tool, so it is taken as a share.
    @Override
    public Kind kind(String score) {
      return score.equals(suite.primary()) ? suite.kind() : Kind.GRADED;
    }

    @Override
    public int size() {
      return items.size();
    }

    @Override
    public String id(int place) {
      return items.get(place).id();
    }

    @Override
    public Item item(int place) {
      return items.get(place);
    }

    @Override
    public Shown shown(int place) {
      return new Shown("not kept: the original log has it", "likewise");
    }
  }
}
