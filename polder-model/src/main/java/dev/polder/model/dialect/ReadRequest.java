package dev.polder.model.dialect;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// A client's request, and what of it was not understood or does not outlive translation.
///
/// @param dropped paths of fields, such as `tools.cache_control`
public record ReadRequest(Conversation conversation, List<String> dropped) {
  public ReadRequest {
    dropped = List.copyOf(dropped);
  }

  /// What was read, once it is clear that it can be said at all: a writer passes over what stands
  /// where its dialect has no place for it, and that must not happen silently.
  ///
  /// @throws RefusedException when a part stands in a turn where it does not belong, or a tool must
  ///   be called and there is none
  public static ReadRequest of(Conversation conversation, Collection<String> dropped)
      throws RefusedException {
    for (Turn turn : conversation.turns()) {
      for (Part part : turn.parts()) {
        check(turn.role(), part);
      }
    }
    return new ReadRequest(withSoundTools(conversation), List.copyOf(dropped));
  }

  private static void check(Turn.Role role, Part part) throws RefusedException {
    boolean sound =
        switch (part) {
          case Part.Text ignored -> true;
          case Part.ImageAddress ignored -> role == Turn.Role.USER;
          case Part.ImageBytes ignored -> role == Turn.Role.USER;
          case Part.ToolResult result ->
              role == Turn.Role.USER
                  && result.content().stream()
                      .allMatch(piece -> piece instanceof Part.Text || Turns.isImage(piece));
          case Part.Refusal ignored -> role == Turn.Role.ASSISTANT;
          case Part.Reasoning ignored -> role == Turn.Role.ASSISTANT;
          case Part.ToolCall ignored -> role == Turn.Role.ASSISTANT;
        };
    if (!sound) {
      throw new RefusedException(
          "%s has no place in what the %s says: pictures and results of tools are the user's; calls, refusals and reasoning are the assistant's."
              .formatted(part.getClass().getSimpleName(), role.name().toLowerCase(Locale.ROOT)),
          "");
    }
  }

  /// Upstreams refuse to be told how to choose among no tools.
  private static Conversation withSoundTools(Conversation conversation) throws RefusedException {
    if (!conversation.tools().isEmpty()) {
      return conversation;
    }
    return switch (conversation.toolChoice()) {
      case ToolChoice.Required ignored -> throw noTool();
      case ToolChoice.Named ignored -> throw noTool();
      case ToolChoice.Unsaid ignored -> withoutChoice(conversation);
      case ToolChoice.Free ignored -> withoutChoice(conversation);
      case ToolChoice.Forbidden ignored -> withoutChoice(conversation);
    };
  }

  private static RefusedException noTool() {
    return new RefusedException(
        "'tool_choice' wants a tool to be called, and 'tools' has no function. Only functions can be"
            + " translated.",
        "tool_choice");
  }

  private static Conversation withoutChoice(Conversation conversation) {
    return new Conversation(
        conversation.model(),
        conversation.turns(),
        conversation.tools(),
        new ToolChoice.Unsaid(),
        conversation.format(),
        conversation.settings().without(Feature.PARALLEL_TOOLS),
        conversation.stream(),
        conversation.usageAsked());
  }
}
