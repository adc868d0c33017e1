package dev.polder.engine.chat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// ChatML: `<|im_start|>role`, line end, content, `<|im_end|>` (Qwen, SmolLM2 and many others).
///
/// @param begin the token before everything; "" for none
/// @param defaultSystem the system message of conversations without one; "" for none
/// @param trims whether contents are stripped
/// @param thinks whether reasoning in earlier answers is taken out, as Qwen3 does
/// @param answerStart what follows the assistant's role in the prompt, for example `<think>`
record ChatMl(String begin, String defaultSystem, boolean trims, boolean thinks, String answerStart)
    implements ChatTemplate {
  private static final String START = "<|im_start|>";
  private static final String END = "<|im_end|>";
  private static final Set<String> MARKERS = Set.of(START, END, "<|endoftext|>");
  private static final String LINE_END = "(?:\\\\n|\\n)";
  private static final Pattern DEFAULT_SYSTEM =
      Pattern.compile(
          "'<\\|im_start\\|>system"
              + LINE_END
              + "((?:[^'\\\\]|\\\\.)+?)<\\|im_end\\|>"
              + "|\"<\\|im_start\\|>system"
              + LINE_END
              + "((?:[^\"\\\\]|\\\\.)+?)<\\|im_end\\|>");
  private static final Pattern ANSWER_START =
      Pattern.compile(
          "add_generation_prompt\\s*-?%}\\s*\\{\\{-?\\s*(?:"
              + "'<\\|im_start\\|>assistant"
              + LINE_END
              + "([^']*)'"
              + "|\"<\\|im_start\\|>assistant"
              + LINE_END
              + "([^\"]*)\")\\s*-?}}");
  private static final Pattern TRIM = Pattern.compile("content'?]?\\s*\\|\\s*trim");

  static Optional<ChatTemplate> in(TemplateText template) {
    // A date or a named default in a ChatML template is a header that this family does not know.
    if (!template.has(START, END)
        || !template.hasOnly(MARKERS)
        || template.has("strftime_now")
        || template.has("default_system_message")) {
      return Optional.empty();
    }
    Optional<String> answerStart = template.literal(ANSWER_START);
    if (answerStart.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ChatMl(
            template.begin(),
            template.literal(DEFAULT_SYSTEM).orElse(""),
            TRIM.matcher(template.jinja()).find(),
            template.has("'</think>'", "reasoning_content"),
            answerStart.get()));
  }

  @Override
  public String family() {
    return "ChatML";
  }

  @Override
  public Prompt render(List<ChatMessage> messages, LocalDate today) {
    Prompt.Builder prompt = new Prompt.Builder().marker(begin);
    if (!defaultSystem.isEmpty() && !messages.getFirst().is(ChatMessage.Role.SYSTEM)) {
      turn(prompt, "system", defaultSystem);
    }
    int question = lastQuestion(messages);
    for (int i = 0; i < messages.size(); i++) {
      ChatMessage message = messages.get(i);
      String content = trims ? PythonText.strip(message.content()) : message.content();
      if (thinks && message.is(ChatMessage.Role.ASSISTANT)) {
        content = withoutOldReasoning(content, i > question, i == messages.size() - 1);
      }
      turn(prompt, message.role().text(), content);
    }
    return prompt.marker(START).text("assistant\n" + answerStart).prompt();
  }

  private static void turn(Prompt.Builder prompt, String role, String content) {
    prompt.marker(START).text(role + "\n" + content).marker(END).text("\n");
  }

  private static int lastQuestion(List<ChatMessage> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      String content = messages.get(i).content();
      boolean toolAnswer =
          content.startsWith("<tool_response>") && content.endsWith("</tool_response>");
      if (messages.get(i).is(ChatMessage.Role.USER) && !toolAnswer) {
        return i;
      }
    }
    return messages.size() - 1;
  }

  private static String withoutOldReasoning(String content, boolean sinceQuestion, boolean last) {
    int close = content.lastIndexOf("</think>");
    String reasoning = "";
    String answer = content;
    if (close >= 0) {
      String before =
          PythonText.stripTrailingLines(content.substring(0, content.indexOf("</think>")));
      reasoning = PythonText.stripLeadingLines(before.substring(afterLast(before, "<think>")));
      answer = PythonText.stripLeadingLines(content.substring(close + "</think>".length()));
    }
    if (sinceQuestion && (last || !reasoning.isEmpty())) {
      return "<think>\n"
          + PythonText.stripLines(reasoning)
          + "\n</think>\n\n"
          + PythonText.stripLeadingLines(answer);
    }
    return answer;
  }

  private static int afterLast(String text, String part) {
    int at = text.lastIndexOf(part);
    return at < 0 ? 0 : at + part.length();
  }
}
