package dev.polder.engine.supervise;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Scanner;

/// Stands for the child of an embedded model: says that it is ready on port 9, prints the lines
/// that it is sent, ends with its standard input. A folder that is not there is a bad model folder;
/// the line `crash` takes its JVM down.
final class EngineStandIn {
  private EngineStandIn() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    if (!Files.isDirectory(folder)) {
      System.err.println("Model folder " + folder + " is not there.");
      System.exit(2);
    }
    System.out.println("arguments " + Arrays.asList(arguments).subList(1, arguments.length));
    System.out.println("environment " + System.getenv().keySet());
    System.out.println("polder-engine ready port=9 model=" + arguments[2]);
    var lines = new Scanner(System.in, StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      String line = lines.nextLine();
      System.out.println("heard " + line);
      if (line.equals("crash")) {
        crash();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /// What broken native code does.
  @SuppressWarnings(
      "restricted") // reading where nothing is takes the whole JVM down: that is the point
  private static void crash() {
    MemorySegment nothing = MemorySegment.ofAddress(1 << 20).reinterpret(1);
    System.out.println(nothing.get(ValueLayout.JAVA_BYTE, 0));
  }
}
