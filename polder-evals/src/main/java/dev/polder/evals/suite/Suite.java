package dev.polder.evals.suite;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Ports;
import dev.polder.evals.score.Scorecard;
import dev.polder.evals.score.Scorer;
import dev.polder.evals.score.Scoring;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Cases by which a variant is measured, and how its answers are scored.
///
/// A suite does not hold its samples in memory: it knows where they stand, and reads each when it
/// is asked for. 200,000 samples need some 21 bytes each, and their identifiers. Any number of
/// threads may use it at once.
public final class Suite {
  private final Header header;
  private final String digest;
  private final SampleIndex samples;

  Suite(Header header, String digest, SampleIndex samples) {
    this.header = header;
    this.digest = digest;
    this.samples = samples;
  }

  /// Reads a folder with `suite.yaml`, or one file of JSON Lines, and checks all of it.
  ///
  /// @throws BadSuiteException with everything that is wrong with it
  public static Suite read(Path folderOrFile) throws BadSuiteException {
    return new SuiteReader(folderOrFile).read();
  }

  /// Its name; that of the folder or file where it says none.
  public String name() {
    return header.name();
  }

  /// What it is about; empty where it says nothing.
  public String description() {
    return header.description();
  }

  /// Under which its samples may be used.
  public Optional<String> licence() {
    return header.licence();
  }

  /// SHA-256 in hexadecimal digits over all that could change a result: samples in their order,
  /// targets, scorers with their options and files, hints. Names of files, white space and
  /// descriptions do not count.
  public String digest() {
    return digest;
  }

  /// All samples in order. Each is read from its file when it is asked for.
  ///
  /// Its methods throw [java.io.UncheckedIOException] when the file has changed meanwhile.
  public List<Sample> samples() {
    return samples;
  }

  /// The identifier of the sample at `index`, without reading the sample.
  public String id(int index) {
    return samples.id(index);
  }

  /// The name of the score that decides.
  public String primary() {
    return header.primary();
  }

  /// The name of the score that tells harm, of which less is better.
  public Optional<String> guardrail() {
    return header.guardrail();
  }

  /// All that is scored, in the suite's order.
  public List<Scoring> scorings() {
    return List.copyOf(header.scorings());
  }

  /// The one of that name.
  ///
  /// @throws IllegalArgumentException where there is none
  public Scoring scoring(String name) {
    return header.scorings().stream()
        .filter(scoring -> scoring.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("suite '%s' has no scorer '%s'".formatted(name(), name)));
  }

  /// What applies all scorers to an answer, each once.
  ///
  /// @throws IllegalStateException when a scorer needs what `ports` do not have, or a sandbox that
  ///   this machine cannot build; the message says which and what to do
  public Scorecard scorecard(Ports ports) {
    return new Scorecard(header.scorings(), ports);
  }

  /// The scorers one by one; whoever wants all scores takes [#scorecard].
  public List<Scorer> scorers(Ports ports) {
    return scorecard(ports).scorers();
  }

  /// How it wishes to be asked.
  public Hints hints() {
    return header.hints();
  }
}
