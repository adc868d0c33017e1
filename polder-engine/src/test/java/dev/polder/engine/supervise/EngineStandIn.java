package dev.polder.engine.supervise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Scanner;

/// Stands for the child of an embedded model: says that it is ready on port 9, prints the lines
/// that it is sent, ends with its standard input. A folder that is not there is a bad model folder.

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
      System.out.println("heard " + lines.nextLine());
    }
    Runtime.getRuntime().halt(0);
  }
}
