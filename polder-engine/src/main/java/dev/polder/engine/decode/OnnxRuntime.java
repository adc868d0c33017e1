package dev.polder.engine.decode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// ONNX Runtime: the one place that starts it, with its telemetry off.
///
/// In version 1.29 the library writes an identifier of the device under the user's cache folder and
/// sends events to its maker unless `ORT_DISABLE_TELEMETRY` stands in the environment. Besides, it
/// searches the command line by a recursive regular expression, and a class path of some thousand
/// characters overflows the stack: the JVM dies without a word. The variable is read by native
/// code, so it must be set there, before the library's first call.
final class OnnxRuntime {
  private static final String OFF_SWITCH = "ORT_DISABLE_TELEMETRY";

  private static final Path MAPPINGS = Path.of("/proc/self/maps");
  private static final Pattern UNPACKED = Pattern.compile("/\\S*/onnxruntime-java[^/\\s]+/\\S+");

  private static final OrtEnvironment ENVIRONMENT = start();

  private OnnxRuntime() {}

  private static OrtEnvironment start() {
    setInEnvironment(OFF_SWITCH, "1");
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    removeUnpacked();
    return environment;
  }

  /// The environment of this process.
  static OrtEnvironment environment() {
    return ENVIRONMENT;
  }

  /// Options whose threads sleep between steps: spinning ones collapse when others want the cores.
  static OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  /// Removes the libraries that the jar unpacked into the folder for temporary files, 28 MB: a
  /// process that is killed or crashes would leave them there, each time anew. Linux keeps what is
  /// loaded, and tells where it lies; elsewhere they stay until the process ends in peace.
  private static void removeUnpacked() {
    if (!Files.isReadable(MAPPINGS)) {
      return;
    }
    try (Stream<String> mappings = Files.lines(MAPPINGS)) {
      Set<Path> libraries =
          mappings
              .map(UNPACKED::matcher)
              .filter(Matcher::find)
              .map(matcher -> Path.of(matcher.group()))
              .collect(Collectors.toSet());
      for (Path library : libraries) {
        Files.deleteIfExists(library);
      }
      for (Path library : libraries) {
        Files.deleteIfExists(library.getParent());
      }
    } catch (IOException e) {
      // They lie there still, and the process works all the same.
    }
  }

  /// Calls C's `setenv`, which Java has no method for. Where there is none, as on Windows, nothing
  /// is set: the library has other telemetry there, which the system's own settings rule.
  @SuppressWarnings(
      "restricted") // the JVM's flags allow native access, as the library needs it too
  private static void setInEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    linker
        .defaultLookup()
        .find("setenv")
        .ifPresent(address -> {
          MethodHandle setenv =
              linker.downcallHandle(
                  address,
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS,
                      ValueLayout.ADDRESS,
                      ValueLayout.JAVA_INT));
          call(setenv, name, value);
        });
  }

  private static void call(MethodHandle setenv, String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nativeName = arena.allocateFrom(name);
      int failed = (int) setenv.invokeExact(nativeName, arena.allocateFrom(value), 1);
      if (failed != 0) {
        throw new IllegalStateException("The environment took no variable '" + name + "'.");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) { // a method handle's signature
      throw new IllegalStateException("C's setenv could not be called.", e);
    }
  }
}
