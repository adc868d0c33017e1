package dev.polder.engine.chat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Mistral: the user's text between `[INST]` and `[/INST]`, the answer up to the end token.
///
/// Its generations differ in blanks and in where the system message goes; both are read from the
/// template. In the oldest the markers are plain text to the tokenizer.
///
/// @param begin the token before everything; "" for none
/// @param end the token after each answer
/// @param beforeOpen the blanks before `[INST]`, as are the others around their marker
/// @param beforeAnswer the blanks before an answer
/// @param trimsAnswers whether answers are stripped
/// @param defaultSystem the system message of conversations without one; its dates in braces
record Mistral(
    String begin,
    String end,
    String beforeOpen,
    String afterOpen,
    String beforeClose,
    String beforeAnswer,
    String afterEnd,
    boolean trimsAnswers,
    SystemPlace system,
    String defaultSystem)
    implements ChatTemplate {

  /// Where the system message goes.
  enum SystemPlace {
    /// Nowhere: the template refuses it.
    REFUSED,
    /// Before the first user message.
    FIRST_QUESTION,
    /// Before the last message, which must be the user's.
    LAST_QUESTION,
    /// Between markers of its own, anywhere.
    OWN_TURN
  }

  private static final Set<String> MARKERS =
      Set.of(
          "[INST]",
          "[/INST]",
          "[SYSTEM_PROMPT]",
          "[/SYSTEM_PROMPT]",
          "[AVAILABLE_TOOLS]",
          "[/AVAILABLE_TOOLS]",
          "[TOOL_CALLS]",
          "[TOOL_RESULTS]",
          "[/TOOL_RESULTS]");
  private static final String CONTENT = "message\\[['\"]content['\"]]";
  private static final Pattern QUESTION =
      Pattern.compile(
          "['\"]( ?)\\[INST]( ?)['\"]\\s*\\+\\s*" + CONTENT + "\\s*\\+\\s*['\"]( ?)\\[/INST]['\"]");
  private static final Pattern ANSWER =
      Pattern.compile(
          "(?:['\"]( ?)['\"]\\s*\\+\\s*)?"
              + CONTENT
              + "\\s*(\\|\\s*trim)?\\s*\\+\\s*eos_token(?:\\s*\\+\\s*['\"]( ?)['\"])?");
  private static final Pattern DEFAULT_SYSTEM =
      Pattern.compile(
          "set default_system_message = \"((?:[^\"\\\\]|\\\\.|\" \\+ today \\+ \")*)\"");
  private static final String TODAY = "\" + today + \"";

  static Optional<ChatTemplate> in(TemplateText template) {
    Matcher question = QUESTION.matcher(template.jinja());
    Matcher answer = ANSWER.matcher(template.jinja());
    if (!template.hasOnly(MARKERS) || !question.find() || !answer.find()) {
      return Optional.empty();
    }
    Optional<String> defaultSystem = template.literal(DEFAULT_SYSTEM);
    boolean unread = template.has("default_system_message") && defaultSystem.isEmpty();
    boolean otherDate =
        template.has("strftime_now") && !template.has("today = strftime_now(\"%Y-%m-%d\")");
    if (unread || otherDate) {
      return Optional.empty();
    }
    return Optional.of(
        new Mistral(
            template.begin(),
            template.endToken(),
            question.group(1),
            question.group(2),
            question.group(3),
            answer.group(1) == null ? "" : answer.group(1),
            answer.group(3) == null ? "" : answer.group(3),
            answer.group(2) != null,
            place(template),
            defaultSystem.orElse("")));
  }

  private static SystemPlace place(TemplateText template) {
    if (template.has("[SYSTEM_PROMPT]")) {
      return SystemPlace.OWN_TURN;
    }
    if (template.has("loop.last and system_message is defined")) {
      return SystemPlace.LAST_QUESTION;
    }
    if (template.has("loop.first and system_message is defined")) {
      return SystemPlace.FIRST_QUESTION;
    }
    return SystemPlace.REFUSED;
  }

  @Override
  public String family() {
    return "Mistral";
  }

  @Override
  public Prompt render(List<ChatMessage> messages, LocalDate today) {
    Prompt.Builder prompt = new Prompt.Builder().marker(begin);
    boolean given = messages.getFirst().is(ChatMessage.Role.SYSTEM);
    List<ChatMessage> turns = given ? messages.subList(1, messages.size()) : messages;
    if (system == SystemPlace.OWN_TURN) {
      String own =
          given ? messages.getFirst().content() : defaultSystem.replace(TODAY, today.toString());
      systemTurn(prompt, own);
      turns.forEach(message -> freeTurn(prompt, message));
      return prompt.prompt();
    }
    if (given && system == SystemPlace.REFUSED) {
      throw refusal("no system message");
    }
    ChatTemplate.demandTurns(family(), turns);
    int carrier = system == SystemPlace.FIRST_QUESTION ? 0 : turns.size() - 1;
    for (int i = 0; i < turns.size(); i++) {
      ChatMessage message = turns.get(i);
      switch (message.role()) {
        case SYSTEM -> throw refusal("a system message only at the beginning");
        case ASSISTANT -> answer(prompt, message.content());
        case USER -> {
          String before = given && i == carrier ? messages.getFirst().content() + "\n\n" : "";
          question(prompt, before + message.content());
        }
      }
    }
    return prompt.prompt();
  }

  private static ConversationFault refusal(String knows) {
    return new ConversationFault(
        "This model's Mistral template knows "
            + knows
            + ": put its text into the first user message.");
  }

  private void freeTurn(Prompt.Builder prompt, ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> systemTurn(prompt, message.content());
      case USER -> question(prompt, message.content());
      case ASSISTANT -> answer(prompt, message.content());
    }
  }

  private static void systemTurn(Prompt.Builder prompt, String content) {
    prompt.marker("[SYSTEM_PROMPT]").text(content).marker("[/SYSTEM_PROMPT]");
  }

  private void question(Prompt.Builder prompt, String content) {
    prompt
        .text(beforeOpen)
        .marker("[INST]")
        .text(afterOpen + content + beforeClose)
        .marker("[/INST]");
  }

  private void answer(Prompt.Builder prompt, String content) {
    String text = trimsAnswers ? PythonText.strip(content) : content;
    prompt.text(beforeAnswer + text).marker(end).text(afterEnd);
  }
}
