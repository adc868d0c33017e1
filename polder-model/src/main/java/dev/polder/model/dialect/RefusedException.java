package dev.polder.model.dialect;

import java.io.Serial;
import java.util.Optional;

/// A request that cannot be served as it stands, or not by this target. The message says what to
/// change, for the client's eyes.
public final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String parameter;

  /// @param parameter the field at fault, or `""`
  public RefusedException(String message, String parameter) {
    super(message);
    this.parameter = parameter;
  }

  /// The field at fault, or `""`.
  public String parameter() {
    return parameter;
  }

  /// The refusal as an error to be written in a dialect.
  public ErrorReport report() {
    return new ErrorReport(
        ErrorReport.Kind.INVALID_REQUEST,
        String.valueOf(getMessage()),
        400,
        "",
        parameter,
        Optional.empty());
  }
}
