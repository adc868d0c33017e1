package dev.polder.app.eval;

import dev.polder.app.config.UseCaseSettings;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.RunFolder;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.finding.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The runs of a suite that lie in a folder, as far as they are about what is configured now.
///
/// @param served what is configured now
public record RunsOf(Served served, Suite suite, Path folder) {
  /// Whether there is any run of `candidate` on the suite as it is now.
  ///
  /// @param candidate a deployment or a pool
  public boolean has(String candidate) throws IOException {
    return current(served.deployments(candidate)).isPresent();
  }

  /// The newest run of `candidate` on the suite as it is now; of a pool that of any of its
  /// deployments.
  ///
  /// @throws IllegalArgumentException when there is none, or what was asked is not what is
  ///   configured now; the message says what to do
  public RunLog newest(String candidate) throws BadLogException, IOException {
    List<String> deployments = served.deployments(candidate);
    Optional<Path> current = current(deployments);
    if (current.isEmpty()) {
      throw new IllegalArgumentException(none(candidate, deployments));
    }
    RunLog log = RunLog.read(current.get());
    check(candidate, log);
    return log;
  }

  private Optional<Path> current(List<String> deployments) throws IOException {
    return new RunFolder(folder)
        .newest(header ->
            isAbout(header, deployments) && header.suite().digest().equals(suite.digest()));
  }

  private String none(String candidate, List<String> deployments) throws IOException {
    boolean older =
        new RunFolder(folder).newest(header -> isAbout(header, deployments)).isPresent();
    return "There is no run of '%s' on suite '%s'%s in %s. Make one: polder eval run SUITE --on %s%s"
        .formatted(
            candidate,
            suite.name(),
            older ? " as it is now (it has changed since the last one)" : "",
            folder,
            deployments.getFirst(),
            served.useCase().map(each -> " --use-case " + each.name()).orElse(""));
  }

  /// Evidence is about what was asked; it is of use as long as that is what is configured.
  private void check(String candidate, RunLog log) throws IOException {
    Optional<Variant> asked = log.header().subject().variant();
    if (asked.isEmpty()) {
      throw new IllegalArgumentException(
          "The run %s does not say which variant was asked: an older Polder wrote it. Make a new run."
              .formatted(log.file()));
    }
    String changes = asked.get().changes(served.variant(candidate));
    if (!changes.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is no longer what the run %s asked: its %s changed. Make a new run, or take back the change."
              .formatted(candidate, log.file(), changes));
    }
  }

  private boolean isAbout(RunHeader header, List<String> deployments) {
    return deployments.contains(header.subject().deployment())
        && header.method().useCase().equals(served.useCase().map(UseCaseSettings::name).orElse(""))
        && header.origin().isEmpty();
  }

  /// When the last answer of `log` came: when its file was last written to.
  public Instant end(RunLog log) throws IOException {
    return Files.getLastModifiedTime(log.file()).toInstant();
  }
}
