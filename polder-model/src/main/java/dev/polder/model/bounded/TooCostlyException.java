package dev.polder.model.bounded;

/// A value needs more steps to be checked against a schema than anybody would wait for. The message
/// says of which pattern, if it is one, and nothing of the value.
public final class TooCostlyException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_PATTERN = 80;

  private TooCostlyException(String message, Throwable cause) {
    super(message, cause);
  }

  static TooCostlyException ofPattern(String pattern, Throwable cause) {
    String shown =
        pattern.length() <= LONGEST_PATTERN ? pattern : pattern.substring(0, LONGEST_PATTERN) + "…";
    return new TooCostlyException(
        "the schema's pattern '%s' needs more than %,d steps on it"
            .formatted(shown, BoundedSchema.MOST_STEPS),
        cause);
  }

  static TooCostlyException ofSchema(Throwable cause) {
    return new TooCostlyException(
        "the schema needs more than %,d steps on it".formatted(BoundedSchema.MOST_STEPS), cause);
  }
}
