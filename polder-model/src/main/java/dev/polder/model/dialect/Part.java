package dev.polder.model.dialect;

import java.util.List;

/// A piece of a turn or of an answer.
///
/// In an answer's events a part begins with nothing in it and grows; in a turn it is whole.
public sealed interface Part {
  /// Words.
  record Text(String text) implements Part {}

  /// Words by which the model declines.
  record Refusal(String text) implements Part {}

  /// What the model thought before it answered.
  ///
  /// @param text as far as the provider shows it
  /// @param seal what the provider wants to see again
  record Reasoning(String text, Seal seal) implements Part {}

  /// A picture at an address.
  ///
  /// @param detail how closely to look, such as `low`, or `""`
  record ImageAddress(String url, String detail) implements Part {}

  /// A picture in the request itself.
  ///
  /// @param mediaType such as `image/png`
  /// @param base64 its bytes
  /// @param detail how closely to look, such as `low`, or `""`
  record ImageBytes(String mediaType, String base64, String detail) implements Part {}

  /// The model asks for a tool.
  ///
  /// @param id by which the result refers to it
  /// @param arguments JSON as the model wrote it: nobody has checked it
  record ToolCall(String id, String name, String arguments) implements Part {}

  /// What a tool said.
  ///
  /// @param callId the call that it answers
  /// @param content texts and pictures
  /// @param failed whether the tool failed
  record ToolResult(String callId, List<Part> content, boolean failed) implements Part {
    public ToolResult {
      content = List.copyOf(content);
    }
  }
}
