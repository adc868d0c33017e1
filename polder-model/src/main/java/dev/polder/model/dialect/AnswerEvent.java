package dev.polder.model.dialect;

/// One step of a streamed answer, in no dialect.
///
/// First [Begun], then parts, each begun, grown and ended, with numbers from 0 in the order in
/// which they began; several may be open at once. Last either [Finished] or [Failed], and nothing
/// after. [Failed] may come at any time.
public sealed interface AnswerEvent {
  /// The provider answers.
  ///
  /// @param id the provider's, or `""`
  /// @param usage what it has counted by now
  record Begun(String id, String model, TokenUsage usage) implements AnswerEvent {}

  /// A part begins, with nothing in it but, of a tool call, its id and name.
  record PartBegun(int index, Part part) implements AnswerEvent {}

  /// A part grows.
  record PartGrown(int index, String text) implements AnswerEvent {}

  /// A part of reasoning has been sealed.
  record PartSealed(int index, Seal seal) implements AnswerEvent {}

  /// A part is whole.
  record PartEnded(int index) implements AnswerEvent {}

  /// The answer is whole.
  ///
  /// @param stopSequence the one that it came to, where the provider says so, or `""`
  record Finished(FinishReason reason, String stopSequence, TokenUsage usage)
      implements AnswerEvent {}

  /// The provider reports that it failed.
  record Failed(ErrorReport error) implements AnswerEvent {}
}
