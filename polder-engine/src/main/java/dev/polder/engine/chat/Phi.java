package dev.polder.engine.chat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Phi: one marker per role, content, `<|end|>`.
///
/// @param begin the token before everything; "" for none
/// @param lineEnd what follows a marker: a line end, or nothing (Phi-4 mini)
/// @param system what becomes of system messages
/// @param answersAtOnce whether the assistant's marker follows each question (the first Phi-3)
record Phi(String begin, String lineEnd, SystemTurn system, boolean answersAtOnce)
    implements ChatTemplate {

  /// What becomes of system messages.
  enum SystemTurn {
    WRITTEN,
    /// Written unless empty.
    WRITTEN_IF_ANY,
    /// Refused, where the template would drop them without a word.
    REFUSED
  }

  private static final String END = "<|end|>";
  private static final Set<String> MARKERS =
      Set.of("<|system|>", "<|user|>", "<|assistant|>", END, "<|tool|>", "<|/tool|>");
  private static final Pattern LINES =
      Pattern.compile("<\\|user\\|>(?:\\\\n|\\n|'\\s*\\+\\s*'(?:\\\\n|\\n))");
  private static final String ANY_ROLE = "'<|' + message['role'] + '|>' + message['content']";

  static Optional<ChatTemplate> in(TemplateText template) {
    boolean lines = LINES.matcher(template.jinja()).find();
    boolean anyRole = template.has(ANY_ROLE);
    if (!template.has(END, "<|assistant|>") || !template.hasOnly(MARKERS) || lines == anyRole) {
      return Optional.empty();
    }
    return Optional.of(
        new Phi(
            template.begin(),
            lines ? "\n" : "",
            systemTurn(template),
            !template.has("add_generation_prompt")));
  }

  private static SystemTurn systemTurn(TemplateText template) {
    if (template.has("'system' and message['content']")) {
      return SystemTurn.WRITTEN_IF_ANY;
    }
    return template.has("system") ? SystemTurn.WRITTEN : SystemTurn.REFUSED;
  }

  @Override
  public String family() {
    return "Phi";
  }

  @Override
  public Prompt render(List<ChatMessage> messages, LocalDate today) {
    Prompt.Builder prompt = new Prompt.Builder().marker(begin);
    for (ChatMessage message : messages) {
      turn(prompt, message);
    }
    if (!answersAtOnce) {
      prompt.marker("<|assistant|>").text(lineEnd);
    }
    return prompt.prompt();
  }

  private void turn(Prompt.Builder prompt, ChatMessage message) {
    if (message.is(ChatMessage.Role.SYSTEM) && !writes(message)) {
      return;
    }
    if (!answersAtOnce || !message.is(ChatMessage.Role.ASSISTANT)) {
      prompt.marker("<|" + message.role().text() + "|>").text(lineEnd);
    }
    prompt.text(message.content()).marker(END).text(lineEnd);
    if (answersAtOnce && message.is(ChatMessage.Role.USER)) {
      prompt.marker("<|assistant|>").text(lineEnd);
    }
  }

  private boolean writes(ChatMessage message) {
    return switch (system) {
      case WRITTEN -> true;
      case WRITTEN_IF_ANY -> !message.content().isEmpty();
      case REFUSED ->
          throw new ConversationFault(
              "This model's Phi template has no place for a system message: put its text into the"
                  + " first user message.");
    };
  }
}
