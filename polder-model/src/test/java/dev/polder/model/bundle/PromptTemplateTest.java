package dev.polder.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.polder.model.bundle.PromptTemplate.Message;
import dev.polder.model.bundle.PromptTemplate.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A template is a plain text: sections, and one line where the call's messages go.
final class PromptTemplateTest {
  @Test
  void sectionsBecomeMessagesBeforeAndAfterTheCalls() {
    // Given
    String text =
        """

        --- system

        You answer letters.

        --- a/file.txt
        ---
          Indented stays.
        --- user
        Example?
        --- assistant
        Example.
        --- messages
        --- developer
        Now, in Dutch.
        """;

    // When
    PromptTemplate template = Some.template(text);

    // Then
    assertThat(template.before())
        .containsExactly(
            new Message(
                Role.SYSTEM, "You answer letters.\n\n--- a/file.txt\n---\n  Indented stays."),
            new Message(Role.USER, "Example?"),
            new Message(Role.ASSISTANT, "Example."));
    assertThat(template.after()).containsExactly(new Message(Role.DEVELOPER, "Now, in Dutch."));
  }

  @Test
  void aFileOfAnotherSystemSaysTheSame() {
    assertThat(Some.template("\uFEFF--- system\r\nA\r\nB\r\n\r\n--- messages\r\n"))
        .isEqualTo(Some.template("--- system\nA\nB\n--- messages"));
  }

  @Test
  void layoutDoesNotChangeTheDigestAndWordsDo() {
    String digest = Some.template("--- system\nA\n--- messages").digest();

    assertThat(digest).matches("sha256:[0-9a-f]{64}");
    assertThat(Some.template("\n---  system \n\nA\n\n\n--- messages\n").digest()).isEqualTo(digest);
    assertThat(Some.template("--- messages\n--- system\nA").digest()).isNotEqualTo(digest);
    assertThat(Some.template("--- user\nA\n--- messages").digest()).isNotEqualTo(digest);
  }

  @Test
  void onlyTheSchemaHasAPlaceholder() {
    // Given
    PromptTemplate template =
        Some.template("--- system\n{{schema}} {{ schema }} {{name}} ${x} $1\n--- messages");

    // Then
    assertThat(template.tellsSchema()).isTrue();
    assertThat(template.jsonBefore("{$1\\}"))
        .isEqualTo("{\"role\":\"system\",\"content\":\"{$1\\\\} {$1\\\\} {{name}} ${x} $1\"}");
    assertThat(Some.template("--- system\n{schema}\n--- messages").tellsSchema()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|0|It is empty. Write the messages of the prompt into it.",
        "--- system~A|0|It has no line '--- messages'. Add one where the call's messages go.",
        "--- messages~~--- messages|3|The line '--- messages' stands there again, first in line 1. Keep one.",
        "Hello~--- messages|1|A text here belongs to no section. Begin one above it, such as '--- system'.",
        "--- messages~Hello|2|A text here belongs to no section. Begin one above it, such as '--- system'.",
        "--- messages~--- sytem~A|2|'--- sytem' begins no known section. Known ones: '--- system', '--- developer', '--- user', '--- assistant', '--- messages'.",
        "--- system~~--- messages|1|The section that begins here has no text. Write one, or remove the section.",
      })
  void whatIsWrongIsSaidWithItsLineAndItsRemedy(String text, int line, String message) {
    BadBundleException bad =
        catchThrowableOfType(
            BadBundleException.class, () -> PromptTemplate.parse(text.replace('~', '\n')));

    assertThat(bad).hasMessage(message);
    assertThat(bad.line()).isEqualTo(line);
  }
}
