package dev.polder.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A bundle's digest is the same exactly where nothing could make an answer differ.
final class BundleTest {
  @Test
  void everyPartIsInTheDigest() {
    // Given
    List<Bundle> bundles =
        List.of(
            Bundle.NONE,
            Some.prompt("--- system\nA\n--- messages"),
            Some.prompt("--- system\nB\n--- messages"),
            Some.with(Map.of("seed", "1")),
            Some.with(Map.of("seed", "2")),
            Some.bounded(1),
            Some.bounded(2),
            Some.answering("{\"type\":\"object\"}"),
            Some.answering("{\"type\":\"array\"}"));

    // Then
    assertThat(bundles.stream().map(Bundle::digest).collect(Collectors.toSet()))
        .hasSize(bundles.size())
        .allMatch(digest -> digest.matches("sha256:[0-9a-f]{64}"));
    assertThat(bundles).doesNotHaveDuplicates();
  }

  @Test
  void theSameSaidAgainIsTheSame() {
    assertThat(Some.with(Map.of("a", "0.20", "b", "{ \"x\" : 1 }")))
        .isEqualTo(Some.with(Map.of("b", "{\"x\":1}", "a", "2e-1")))
        .hasSameHashCodeAs(Some.with(Map.of("b", "{\"x\":1}", "a", "0.2")));
    assertThat(
            new Bundle(Optional.empty(), Parameters.NONE, OptionalInt.empty(), Optional.empty())
                .isNone())
        .isTrue();
  }

  @Test
  void partsHaveDigestsOfTheirOwn() {
    Bundle bundle =
        new Bundle(
            Optional.of(Some.template("--- messages")),
            Some.parameters(Map.of("seed", "1")),
            OptionalInt.of(9),
            Optional.of(Some.schema("{}")));

    assertThat(Stream.of(bundle.promptDigest(), bundle.parametersDigest(), bundle.schemaDigest()))
        .allMatch(digest -> digest.startsWith("sha256:"))
        .doesNotHaveDuplicates();
    assertThat(
            List.of(
                Bundle.NONE.promptDigest(),
                Bundle.NONE.parametersDigest(),
                Bundle.NONE.schemaDigest()))
        .containsOnly("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "model|\"x\"|'model' is no parameter: the candidates say which model is asked. Remove it.",
        "stream|true|'stream' is no parameter: the client says whether it wants a stream. Remove it.",
        "response_format|{}|'response_format' is no parameter: a schema says which form the answer has. Remove it.",
        "seed|x|The value of 'seed' is no JSON value.",
        "seed|``|'seed' has no value. Write one.",
        "max_tokens|0|'max_tokens' is 0. Write a whole number above 0.",
        "max_tokens|1.5|'max_tokens' is 1.5. Write a whole number above 0.",
      })
  void whatIsNoParameterIsRefusedWithARemedy(String name, String value, String message) {
    assertThat(
            catchThrowableOfType(
                BadBundleException.class, () -> Parameters.of(Map.of(name, value))))
        .hasMessage(message);
  }

  @Test
  void bothNamesOfOneBoundAreTooMany() {
    assertThat(
            catchThrowableOfType(
                BadBundleException.class,
                () -> Parameters.of(Map.of("max_tokens", "1", "max_completion_tokens", "2"))))
        .hasMessageContaining("are one bound");
  }

  @Test
  void aBoundOfNothingIsNone() {
    assertThatThrownBy(() -> Some.bounded(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
