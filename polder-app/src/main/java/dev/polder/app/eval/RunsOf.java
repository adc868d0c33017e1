package dev.polder.app.eval;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.RunFolder;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The runs of a suite that lie in a folder, as far as they are about what is configured now.
///
/// @param useCase as which was asked; empty: any deployment by itself
public record RunsOf(
    Configuration configuration, Suite suite, Path folder, Optional<String> useCase) {
  /// The newest run of `deployment` on the suite as it is now.
  ///
  /// @throws IllegalArgumentException when there is none, or what the deployment serves has changed
  ///   since; the message says what to do
  public RunLog newest(String deployment) throws BadLogException, IOException {
    DeploymentSettings settings =
        configuration
            .deployment(deployment)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "There is no deployment '%s' in the configuration. Known deployments: %s."
                        .formatted(
                            deployment,
                            String.join(
                                ", ",
                                configuration.deployments().stream()
                                    .map(DeploymentSettings::name)
                                    .toList()))));
    RunFolder logs = new RunFolder(folder);
    Optional<Path> current =
        logs.newest(header ->
            isAbout(header, deployment) && header.suite().digest().equals(suite.digest()));
    if (current.isEmpty()) {
      boolean older = logs.newest(header -> isAbout(header, deployment)).isPresent();
      throw new IllegalArgumentException(
          "There is no run of '%s' on suite '%s'%s in %s. Make one: polder eval run SUITE --on %s%s"
              .formatted(
                  deployment,
                  suite.name(),
                  older ? " as it is now (it has changed since the last one)" : "",
                  folder,
                  deployment,
                  useCase.map(name -> " --use-case " + name).orElse("")));
    }
    RunLog log = RunLog.read(current.get());
    if (!log.header()
        .subject()
        .identity()
        .equals(Identity.of(provider(settings), settings.model()))) {
      throw new IllegalArgumentException(
          "What '%s' serves has changed since the run %s: its model, address or weights are others now. Make a new run."
              .formatted(deployment, current.get()));
    }
    return log;
  }

  private boolean isAbout(RunHeader header, String deployment) {
    return header.subject().deployment().equals(deployment)
        && header.method().useCase().equals(useCase.orElse(""));
  }

  private ProviderSettings provider(DeploymentSettings settings) {
    return configuration.providers().stream()
        .filter(provider -> provider.name().equals(settings.provider()))
        .findFirst()
        .orElseThrow();
  }

  /// When the last answer of `log` came: when its file was last written to.
  public Instant end(RunLog log) throws IOException {
    return Files.getLastModifiedTime(log.file()).toInstant();
  }
}
