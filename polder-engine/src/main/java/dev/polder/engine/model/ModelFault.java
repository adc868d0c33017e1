package dev.polder.engine.model;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A model folder cannot be served; the message names file, fault and remedy, one line per fault.
public final class ModelFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /// What is wrong with the file.
  public enum Kind {
    /// The file is not there or empty.
    MISSING,
    /// The file is there, and its bytes are not what its name says.
    CORRUPT,
    /// The file is sound, and the engine cannot serve it.
    UNFIT
  }

  public ModelFault(Kind kind, Path file, String fault, String remedy) {
    this(kind, line(file, fault, remedy), null);
  }

  public ModelFault(Kind kind, Path file, String fault, String remedy, Throwable cause) {
    this(kind, line(file, fault, remedy), cause);
  }

  private ModelFault(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /// One fault for several files that are missing together.
  static ModelFault together(List<ModelFault> faults) {
    return new ModelFault(
        faults.getFirst().kind,
        String.join("\n", faults.stream().map(ModelFault::getMessage).toList()),
        faults.getFirst());
  }

  public Kind kind() {
    return kind;
  }

  private static String line(Path file, String fault, String remedy) {
    return "File '" + file + "' " + fault.replaceAll("\\s+", " ").strip() + " " + remedy;
  }
}
