package dev.polder.app;

import dev.polder.app.config.ProviderSettings;
import dev.polder.engine.supervise.EngineSpecification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What engines are started with.
final class EngineFlags {
  private EngineFlags() {}

  /// Flags for the JVM of an embedded model: a small heap, since the weights lie outside it, and
  /// the AOT cache that this JVM was told of by `-Dpolder.aot=FILE`.
  static List<String> current() {
    List<String> flags = new ArrayList<>(List.of("-Xmx256m"));
    Optional.ofNullable(System.getProperty("polder.aot"))
        .filter(file -> Files.isReadable(Path.of(file)))
        .ifPresent(file -> flags.add("-XX:AOTCache=" + file));
    return flags;
  }

  /// A server to start, as the supervisor wants it said.
  static EngineSpecification.ExternalCommand specification(ProviderSettings.StartedServer server) {
    EngineSpecification.ExternalCommand command =
        EngineSpecification.ExternalCommand.of(server.name(), server.command())
            .withWorkingFolder(server.folder());
    if (server.port().isPresent()) {
      command = command.withPort(new EngineSpecification.Port.Fixed(server.port().getAsInt()));
    }
    return server.ready().isPresent()
        ? command.withProbePaths(List.of(server.ready().get()))
        : command;
  }
}
