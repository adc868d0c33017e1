package dev.polder.engine.chat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Llama 3: a role between header markers, an empty line, stripped content, `<|eot_id|>`.
///
/// @param begin the token before everything; "" for none
/// @param header whether a system turn with the two dates always comes first (3.1 and newer)
/// @param date the date of that header; "" for today's
record Llama3(String begin, boolean header, String date) implements ChatTemplate {
  private static final String OPEN = "<|start_header_id|>";
  private static final String CLOSE = "<|end_header_id|>";
  private static final String END = "<|eot_id|>";
  private static final Set<String> MARKERS =
      Set.of(OPEN, CLOSE, END, "<|eom_id|>", "<|python_tag|>", "<|begin_of_text|>");
  private static final String KNOWLEDGE = "Cutting Knowledge Date: December 2023\n";
  private static final Pattern DATE = Pattern.compile("date_string = \"([^\"]+)\"");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd MMM yyyy", Locale.ENGLISH);

  static Optional<ChatTemplate> in(TemplateText template) {
    if (!template.has(OPEN, CLOSE, END) || !template.hasOnly(MARKERS)) {
      return Optional.empty();
    }
    boolean header = template.has("Cutting Knowledge Date: December 2023\\n");
    boolean otherHeader = !header && template.has("Knowledge Date");
    boolean today = template.has("strftime_now(\"%d %b %Y\")");
    if (otherHeader || (today && !header)) {
      return Optional.empty();
    }
    return Optional.of(
        new Llama3(template.begin(), header, today ? "" : template.literal(DATE).orElse("")));
  }

  @Override
  public String family() {
    return "Llama 3";
  }

  @Override
  public Prompt render(List<ChatMessage> messages, LocalDate today) {
    Prompt.Builder prompt = new Prompt.Builder().marker(begin);
    List<ChatMessage> turns = messages;
    if (header) {
      boolean given = messages.getFirst().is(ChatMessage.Role.SYSTEM);
      String system = given ? PythonText.strip(messages.getFirst().content()) : "";
      turns = given ? messages.subList(1, messages.size()) : messages;
      String day = date.isEmpty() ? DAY.format(today) : date;
      turn(prompt, "system", KNOWLEDGE + "Today Date: " + day + "\n\n" + system);
    }
    for (ChatMessage message : turns) {
      turn(prompt, message.role().text(), PythonText.strip(message.content()));
    }
    return prompt.marker(OPEN).text("assistant").marker(CLOSE).text("\n\n").prompt();
  }

  private static void turn(Prompt.Builder prompt, String role, String content) {
    prompt.marker(OPEN).text(role).marker(CLOSE).text("\n\n" + content).marker(END);
  }
}
