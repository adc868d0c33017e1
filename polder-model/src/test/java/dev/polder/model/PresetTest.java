package dev.polder.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is known beforehand about kinds of providers.
final class PresetTest {
  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabel(Preset preset) {
    assertThat(Preset.labelled(preset.label())).contains(preset);
    assertThat(Preset.labels()).contains(preset.label());
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, openai",
    "AZURE_OPENAI, azure-openai",
    "LLAMA_CPP, llama-cpp",
    "SGLANG, sglang"
  })
  void isCalledAsTheFileCallsIt(Preset preset, String label) {
    assertThat(preset.label()).isEqualTo(label);
  }

  @ParameterizedTest
  @EnumSource
  void usualAddressesAreSecureUnlessTheyAreOnThisMachine(Preset preset) {
    preset
        .usualAddress()
        .ifPresent(address -> {
          boolean loopback = "127.0.0.1".equals(address.getHost());
          assertThat(address.getScheme()).isEqualTo(loopback ? "http" : "https");
          assertThat(loopback).isEqualTo(preset.local());
          assertThat(address.getPath()).doesNotEndWith("/");
        });
  }

  @Test
  void aServersUsualPortIsThatOfItsAddress() {
    assertThat(Preset.SGLANG.usualPort()).hasValue(30000);
    assertThat(Preset.SGLANG.usualAddress()).contains(URI.create("http://127.0.0.1:30000/v1"));
    assertThat(Preset.OPENAI.usualPort()).isEmpty();
  }

  @Test
  void onlyAzureTakesTheKeyElsewhere() {
    Secret key = new Secret("key");

    assertThat(Preset.AZURE_OPENAI.credentialField(key)).isEqualTo(Map.entry("api-key", "key"));
    assertThat(Preset.MISTRAL.credentialField(key))
        .isEqualTo(Map.entry("authorization", "Bearer key"));
  }

  @Test
  void ofSeveralCodesTheGravestCounts() {
    // Anthropic's spend limit is a rate limit by its type, and says more further in.
    assertThat(
            Preset.CUSTOM.meaning(
                429, List.of("enforced_spend_limit_reached", "rate_limit_error"), ""))
        .contains(Meaning.UNPAID);
  }

  @Test
  void aPromptThatIsRepeatedSpeaksForNobody() {
    String repeated =
        "Invalid message: '%s user location is not supported for the API use'".formatted("x");

    assertThat(Preset.GEMINI.meaning(400, List.of(), repeated)).isEmpty();
    assertThat(
            Preset.OPENROUTER.meaning(404, List.of(), "x".repeat(2000) + "maximum context length"))
        .isEmpty();
  }

  @Test
  void aPhraseOfOneKindMeansNothingToAnother() {
    String words = "API key not valid. Please pass a valid API key.";

    assertThat(Preset.GEMINI.meaning(400, List.of(), words)).contains(Meaning.WITHDRAWN);
    assertThat(Preset.VLLM.meaning(400, List.of(), words)).isEmpty();
    assertThat(Preset.GEMINI.meaning(500, List.of(), words)).isEmpty();
  }
}
