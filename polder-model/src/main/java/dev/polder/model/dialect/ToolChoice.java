package dev.polder.model.dialect;

/// Whether the model must, may or may not ask for a tool.
public sealed interface ToolChoice {
  /// The client does not say.
  record Unsaid() implements ToolChoice {}

  /// As the model sees fit.
  record Free() implements ToolChoice {}

  /// No tool.
  record Forbidden() implements ToolChoice {}

  /// Some tool.
  record Required() implements ToolChoice {}

  /// This tool.
  record Named(String name) implements ToolChoice {}
}
