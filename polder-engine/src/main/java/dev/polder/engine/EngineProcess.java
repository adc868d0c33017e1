package dev.polder.engine;

import dev.polder.engine.decode.ChatModel;
import dev.polder.engine.decode.SentenceModel;
import dev.polder.engine.model.ModelFault;
import dev.polder.engine.model.ModelFolder;
import dev.polder.engine.serve.Access;
import dev.polder.engine.serve.EngineServer;
import dev.polder.engine.serve.ServerSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A process that serves one model folder in OpenAI's dialect until it is ended.
///
/// Once it can answer it prints `polder-engine ready port=NNNN model=NAME`. With `--supervised` its
/// standard input carries commands, one a line: `withdraw REASON` refuses all requests with 403
/// until `restore`, as a provider does that withdraws access; the input's end ends the process at
/// once.
public final class EngineProcess {
  /// The exit code for arguments or a model folder that cannot be used.
  public static final int EXIT_UNUSABLE = 2;

  /// The exit code for an address that cannot be had.
  public static final int EXIT_ADDRESS = 3;

  /// The exit code after an error within the process.
  public static final int EXIT_BROKEN = 70;

  /// Held, as a logger that nobody holds forgets its level.
  private static final Logger TOKENIZER_LOG = Logger.getLogger("ai.djl");

  private EngineProcess() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.in, System.out, System.err));
  }

  /// Serves until the process is ended; returns only with a fault, which it has told on `err`.
  ///
  /// @param arguments as `--help` of the command says: the model folder, then options
  /// @return the exit code
  public static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
    // The tokenizer's library would ask the network for other builds of itself, and count users.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    TOKENIZER_LOG.setLevel(Level.WARNING);
    try {
      EngineOptions options =
          EngineOptions.parse(arguments, Runtime.getRuntime().availableProcessors());
      Access access = new Access();
      if (options.supervised()) {
        ParentWatch.start(in, access, () -> Runtime.getRuntime().halt(0));
      }
      Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> die(thread, failure, err));
      serve(options, access, out);
      return 0;
    } catch (OptionFault | ModelFault e) {
      err.println(e.getMessage());
      return EXIT_UNUSABLE;
    } catch (IOException e) {
      err.println(e.getMessage());
      return EXIT_ADDRESS;
    }
  }

  /// A slot that died of an error, such as too little memory, would never answer again: better that
  /// the parent sees the end and starts anew.
  private static void die(Thread thread, Throwable failure, PrintStream err) {
    err.println("Thread '" + thread.getName() + "' died: " + failure);
    Runtime.getRuntime().halt(EXIT_BROKEN);
  }

  private static void serve(EngineOptions options, Access access, PrintStream out)
      throws IOException {
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    ModelFolder folder = ModelFolder.read(options.folder());
    String name = options.name().isEmpty() ? folder.name() : options.name();
    try (ChatModel chat = ChatModel.load(folder, options.threads(), clock, random);
        EngineServer server =
            EngineServer.start(
                new ServerSettings(
                    name, options.host(), options.port(), options.slots(), options.queue()),
                chat,
                new SentenceModel(options.threads()),
                access,
                clock,
                random)) {
      out.println("polder-engine ready port=" + server.port() + " model=" + name);
      out.flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
