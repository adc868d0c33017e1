package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnswerCacheTest {
  @TempDir private Path folder;

  private final SplittableRandom random = new SplittableRandom(3);

  private AnswerCache open() throws IOException {
    return AnswerCache.open(folder.resolve("cache"), Trials.NOW, random);
  }

  private static CacheKey key(String request, int epoch, int time) {
    return CacheKey.of("sha256:a", Bytes.utf8(request), epoch, time);
  }

  private static AnswerCache.Remembered said(String text) {
    return new AnswerCache.Remembered(
        new Response(text, List.of(new ToolCall("look", "{\"a\":\"ü\"}")), "stop"), 12.5);
  }

  @Test
  void theNextRunKnowsWhatOneBeforeItWasAnswered() throws Exception {
    // Given
    try (AnswerCache cache = open()) {
      cache.put(key("a", 0, 0), said("one\n\"quoted\""));
      assertThat(cache.find(key("a", 0, 0))).isEmpty();
    }
    try (AnswerCache cache = open()) {
      cache.put(key("b", 0, 0), said("two"));
    }

    // When
    try (AnswerCache cache = open()) {
      // Then
      assertThat(cache.size()).isEqualTo(2);
      assertThat(cache.find(key("a", 0, 0))).contains(said("one\n\"quoted\""));
      assertThat(cache.find(key("b", 0, 0))).contains(said("two"));
    }
  }

  @Test
  void whateverCouldChangeTheAnswerChangesTheKey() {
    assertThat(
            Stream.of(
                key("a", 0, 0),
                key("b", 0, 0),
                key("a", 1, 0),
                key("a", 0, 1),
                CacheKey.of("sha256:b", Bytes.utf8("a"), 0, 0)))
        .doesNotHaveDuplicates();
  }

  @Test
  void aRunThatAsksNothingNewLeavesNoFile() throws Exception {
    try (AnswerCache cache = open()) {
      assertThat(cache.size()).isZero();
    }
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void whatATornOrStrangeFileHoldsIsNotKnown() throws Exception {
    // Given
    try (AnswerCache cache = open()) {
      cache.put(key("a", 0, 0), said("one"));
      cache.put(key("b", 0, 0), said("two"));
    }
    Path file = onlyFile();
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 10));
    Files.writeString(
        file.resolveSibling("other.jsonl"), "{\"polder-cache\":2}\n{\"key\":\"x\"}\n");
    Files.writeString(file.resolveSibling("empty.jsonl"), "");

    // When
    try (AnswerCache cache = open()) {
      // Then
      assertThat(cache.size()).isEqualTo(1);
      assertThat(cache.find(key("a", 0, 0))).contains(said("one"));
      assertThat(cache.find(key("b", 0, 0))).isEmpty();
    }
  }

  @Test
  void aLineThatIsNoEntryIsPassedOver() throws Exception {
    // Given
    try (AnswerCache cache = open()) {
      cache.put(key("a", 0, 0), said("one"));
    }
    Files.writeString(
        onlyFile(),
        "{\"key\":\"zz\"}\n\n{\"key\":\"" + key("b", 0, 0).digits() + "\",broken}\n",
        StandardOpenOption.APPEND);

    // When
    try (AnswerCache cache = open()) {
      // Then
      assertThat(cache.find(key("a", 0, 0))).isPresent();
      assertThat(cache.find(key("b", 0, 0))).isEqualTo(Optional.empty());
    }
  }

  @Test
  void aThousandAnswersAreToldApart() throws Exception {
    // Given
    try (AnswerCache cache = open()) {
      for (int i = 0; i < 3_000; i++) {
        cache.put(key("q" + i, 0, 0), said("a" + i));
      }
    }

    // When
    try (AnswerCache cache = open()) {
      // Then
      for (int i = 0; i < 3_000; i++) {
        assertThat(cache.find(key("q" + i, 0, 0))).contains(said("a" + i));
      }
      assertThat(cache.find(key("q3000", 0, 0))).isEmpty();
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      return files.findFirst().orElseThrow();
    }
  }
}
