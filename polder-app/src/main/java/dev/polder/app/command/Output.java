package dev.polder.app.command;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// Where a command prints to. The command line sets each command's specification before it calls
/// it.
final class Output {
  private Output() {}

  static PrintWriter out(@Nullable CommandSpec spec) {
    return set(spec).commandLine().getOut();
  }

  static PrintWriter err(@Nullable CommandSpec spec) {
    return set(spec).commandLine().getErr();
  }

  /// What the program calls itself, with its version.
  static String version(@Nullable CommandSpec spec) {
    return String.join(" ", set(spec).root().version());
  }

  private static CommandSpec set(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("called without a command line");
    }
    return spec;
  }
}
