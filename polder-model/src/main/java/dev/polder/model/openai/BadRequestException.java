package dev.polder.model.openai;

import java.io.Serial;
import java.util.Optional;

/// A request that cannot be served as it stands. The message says what to change, for the client's
/// eyes.
public final class BadRequestException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String parameter;

  BadRequestException(String message, String parameter) {
    super(message);
    this.parameter = parameter;
  }

  /// The field at fault, if it is one field.
  public Optional<String> parameter() {
    return parameter.isEmpty() ? Optional.empty() : Optional.of(parameter);
  }
}
