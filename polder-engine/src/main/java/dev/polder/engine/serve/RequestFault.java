package dev.polder.engine.serve;

/// A request cannot be answered; the error says why.
final class RequestFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  RequestFault(ApiError error) {
    super(error.message());
    this.error = error;
  }

  ApiError error() {
    return error;
  }
}
