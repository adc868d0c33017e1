package dev.polder.engine.supervise;

import java.net.URI;
import java.util.Optional;

/// One start of an engine: what to run, and what is known about it once it runs.
sealed interface Launch permits EmbeddedLaunch, ExternalLaunch {
  /// The process to start.
  ProcessBuilder process() throws CannotStart;

  /// Hears a line of the child's standard output; true if it was meant for us and not for the log.
  boolean hears(String line);

  /// The process that serves, given the one we started.
  ProcessHandle server(Process started);

  /// Where the child serves, once it says so or answers; asked again and again while it starts.
  Optional<URI> address();

  /// Where a GET shows whether the child still lives.
  URI livenessProbe(URI address);

  /// Whether this exit, before the child was ever ready, means that starting again would not help.
  boolean hopeless(int exitCode);

  /// Whether a watchdog reads our pipe and wants to be felt from time to time.
  boolean watched();

  /// What the child has not done when its start limit has passed, as the rest of a sentence.
  String missing();
}
