package dev.polder.engine.supervise;

import dev.polder.engine.supervise.EngineSpecification.ExternalCommand;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// One start of a server that knows nothing of us: on a port that we choose, under a watchdog,
/// ready when it answers.
final class ExternalLaunch implements Launch {
  private static final int OK = 200;
  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(5);

  private final ExternalCommand specification;
  private final Probe probe;
  private final Watchdog watchdog;
  private final int port;

  /// Only the engine's thread asks.
  private int asked = -1;

  private CompletableFuture<Integer> answer = CompletableFuture.completedFuture(Probe.NO_ANSWER);
  private volatile Optional<ProcessHandle> server = Optional.empty();

  ExternalLaunch(ExternalCommand specification, Probe probe, Watchdog watchdog) throws CannotStart {
    this.specification = specification;
    this.probe = probe;
    this.watchdog = watchdog;
    this.port = LoopbackPort.free(specification.name(), specification.port());
  }

  @Override
  public ProcessBuilder process() throws CannotStart {
    String chosen = Integer.toString(port);
    List<String> command =
        specification.command().stream()
            .map(argument -> argument.replace(ExternalCommand.PORT_PLACEHOLDER, chosen))
            .toList();
    var process = new ProcessBuilder(watchdog.over(specification.name(), command));
    process.environment().putAll(specification.environment());
    process.environment().put("PORT", chosen);
    Path folder = specification.workingFolder().toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new CannotStart(
          CannotStart.Kind.FOR_GOOD,
          "Engine '%s' cannot start: its working folder %s is not there. Create it, or name another."
              .formatted(specification.name(), folder));
    }
    process.directory(folder.toFile());
    new CommandSearch(folder, process.environment().getOrDefault("PATH", ""))
        .require(specification.name(), command.getFirst());
    return process;
  }

  @Override
  public boolean hears(String line) {
    OptionalLong child = Watchdog.child(line);
    if (child.isEmpty() || server.isPresent()) {
      return false;
    }
    server = ProcessHandle.of(child.getAsLong());
    return true;
  }

  @Override
  public ProcessHandle server(Process started) {
    return server.orElseGet(started::toHandle);
  }

  /// One question at a time; an answer other than 200 leads to the next path.
  @Override
  public Optional<URI> address() {
    if (!answer.isDone()) {
      return Optional.empty();
    }
    if (answer.getNow(Probe.NO_ANSWER) == OK) {
      return Optional.of(LoopbackPort.address(port));
    }
    asked = (asked + 1) % specification.probePaths().size();
    answer = probe.status(at(asked), QUESTION_LIMIT);
    return Optional.empty();
  }

  @Override
  public URI livenessProbe(URI address) {
    return at(0);
  }

  @Override
  public boolean hopeless(int exitCode) {
    return false;
  }

  @Override
  public boolean watched() {
    return true;
  }

  @Override
  public String missing() {
    return "no GET of %s on port %d was answered with 200"
        .formatted(String.join(", ", specification.probePaths()), port);
  }

  private URI at(int path) {
    return LoopbackPort.address(port).resolve(specification.probePaths().get(path));
  }
}
