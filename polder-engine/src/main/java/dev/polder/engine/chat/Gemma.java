package dev.polder.engine.chat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gemma: `<start_of_turn>` with `user` or `model`, stripped content, `<end_of_turn>`.
///
/// @param begin the token before everything; "" for none
/// @param allowsSystem whether a system message goes before the first question (Gemma 3)
record Gemma(String begin, boolean allowsSystem) implements ChatTemplate {
  private static final String START = "<start_of_turn>";
  private static final String END = "<end_of_turn>";
  private static final Set<String> MARKERS = Set.of(START, END, "<start_of_image>");

  static Optional<ChatTemplate> in(TemplateText template) {
    boolean prefixes = template.has("first_user_prefix");
    boolean refuses = template.has("System role not supported");
    if (!template.has(START, END) || !template.hasOnly(MARKERS) || prefixes == refuses) {
      return Optional.empty();
    }
    return Optional.of(new Gemma(template.begin(), prefixes));
  }

  @Override
  public String family() {
    return "Gemma";
  }

  @Override
  public Prompt render(List<ChatMessage> messages, LocalDate today) {
    boolean given = messages.getFirst().is(ChatMessage.Role.SYSTEM);
    if (given && !allowsSystem) {
      throw new ConversationFault(
          "This model's Gemma template knows no system message: put its text into the first user"
              + " message.");
    }
    List<ChatMessage> turns = given ? messages.subList(1, messages.size()) : messages;
    ChatTemplate.demandTurns(family(), turns);
    Prompt.Builder prompt = new Prompt.Builder().marker(begin);
    String before = given ? messages.getFirst().content() + "\n\n" : "";
    for (ChatMessage message : turns) {
      String role = message.is(ChatMessage.Role.ASSISTANT) ? "model" : message.role().text();
      String content = PythonText.strip(message.content());
      prompt.marker(START).text(role + "\n" + before + content).marker(END).text("\n");
      before = "";
    }
    return prompt.marker(START).text("model\n").prompt();
  }
}
