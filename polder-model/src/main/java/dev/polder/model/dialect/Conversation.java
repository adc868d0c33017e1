package dev.polder.model.dialect;

import java.util.List;

/// A request for the next turn of a conversation, in no dialect.
///
/// @param model what is asked for, or what the upstream calls it
/// @param turns in their order; system prompts are turns too
/// @param stream whether the answer is wanted as events
/// @param usageAsked whether usage is wanted in a stream, where the dialect leaves that open
public record Conversation(
    String model,
    List<Turn> turns,
    List<Tool> tools,
    ToolChoice toolChoice,
    OutputFormat format,
    Settings settings,
    boolean stream,
    boolean usageAsked) {

  public Conversation {
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
  }

  /// The same with other turns.
  public Conversation withTurns(List<Turn> others) {
    return new Conversation(model, others, tools, toolChoice, format, settings, stream, usageAsked);
  }

  /// The same in another form.
  public Conversation withFormat(OutputFormat other) {
    return new Conversation(model, turns, tools, toolChoice, other, settings, stream, usageAsked);
  }

  /// The same with other settings.
  public Conversation withSettings(Settings others) {
    return new Conversation(model, turns, tools, toolChoice, format, others, stream, usageAsked);
  }

  /// The same for another model.
  public Conversation forModel(String other) {
    return new Conversation(other, turns, tools, toolChoice, format, settings, stream, usageAsked);
  }
}
