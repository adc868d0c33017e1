package dev.polder.engine;

/// An argument of an engine process cannot be used.
final class OptionFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OptionFault(String message) {
    super(message);
  }
}
