package dev.polder.engine.supervise;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One start of this project's own engine, which talks to us: it prints its port when it is ready,
/// leaves with 2 when its model folder is bad, takes lines on its standard input and ends with it.
final class EmbeddedLaunch implements Launch {
  private static final Pattern READY = Pattern.compile("polder-engine ready port=(\\d{1,5})\\b.*");
  private static final int BAD_MODEL_FOLDER = 2;

  /// A crash or a full heap ends the child at once, to be restarted, without a core file: it would
  /// hold prompts.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-CreateCoredumpOnCrash",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /// What a program needs to run; above all not the keys that Polder's own environment may hold.
  static final Set<String> ENVIRONMENT =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "TMPDIR",
          "TMP",
          "TEMP",
          "LANG",
          "LC_ALL",
          "TZ",
          "LD_LIBRARY_PATH",
          "DYLD_LIBRARY_PATH",
          "SystemRoot");

  /// Ctrl-C in a terminal reaches the whole foreground group: the gateway then finishes its
  /// answers, for which it needs the child a while longer. `exec` keeps the process number.
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of(Watchdog.SHELL.toString(), "-c", "trap '' HUP INT; exec \"$@\"", "polder-engine");

  private final EngineSpecification.EmbeddedModel model;
  private final String mainClass;
  private volatile int port;

  EmbeddedLaunch(EngineSpecification.EmbeddedModel model, String mainClass) {
    this.model = model;
    this.mainClass = mainClass;
  }

  @Override
  public ProcessBuilder process() {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Watchdog.SHELL)) {
      command.addAll(DEAF_TO_THE_TERMINAL);
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(model.jvmFlags());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.add(model.folder().toString());
    command.addAll(List.of("--port", "0", "--supervised"));
    var process = new ProcessBuilder(command);
    process.environment().keySet().retainAll(ENVIRONMENT);
    return process;
  }

  @Override
  public boolean hears(String line) {
    Matcher ready = READY.matcher(line);
    if (!ready.matches()) {
      return false;
    }
    port = Integer.parseInt(ready.group(1));
    return true;
  }

  @Override
  public ProcessHandle server(Process started) {
    return started.toHandle();
  }

  @Override
  public Optional<URI> address() {
    return port == 0 ? Optional.empty() : Optional.of(LoopbackPort.address(port));
  }

  /// Any answer shows life, so the path need not exist, and a withdrawn model's 403 will do.
  @Override
  public URI livenessProbe(URI address) {
    return address.resolve("/v1/models");
  }

  @Override
  public boolean hopeless(int exitCode) {
    return exitCode == BAD_MODEL_FOLDER;
  }

  @Override
  public boolean watched() {
    return false;
  }

  @Override
  public String missing() {
    return "it did not print that it is ready";
  }
}
