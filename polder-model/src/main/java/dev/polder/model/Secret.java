package dev.polder.model;

/// A value that must never be printed.
///
/// @param reveal the value itself, for the one header that carries it
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "***";
  }
}
