package dev.polder.evals.suite;

/// Something wrong with a suite: the thing, the value and the remedy.
///
/// @param file as seen from the suite, such as `samples.jsonl`
/// @param line counted from 1, or 0 where no line is to blame
public record Fault(String file, int line, String message) {
  /// Such as `samples.jsonl:12: The sample has no input.…`
  @Override
  public String toString() {
    return line > 0 ? "%s:%d: %s".formatted(file, line, message) : file + ": " + message;
  }
}
