package dev.polder.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a kind of provider says what an error means: by codes, and where it has none, by phrases.
///
/// Phrases are looked for in the error's message only, at the statuses that they are known with,
/// and not beyond its beginning: servers repeat what they were sent, and a prompt must not be able
/// to speak for its provider.
record Wording(Map<String, Meaning> codes, List<Phrase> phrases) {
  private static final int LONGEST_MESSAGE = 1000;

  /// Understood from every server: codes that mean one thing wherever they are used, and phrases
  /// that leave no mark on the deployment, or that nothing but a message's start can match.
  static final Wording USUAL = usual();

  Wording {
    codes = Map.copyOf(codes);
    phrases = List.copyOf(phrases);
  }

  /// A phrase with the statuses at which it means something.
  record Phrase(Meaning meaning, Set<Integer> statuses, Pattern words) {
    boolean isSaid(int status, String message) {
      return statuses.contains(status) && words.matcher(message).find();
    }
  }

  static Wording none() {
    return new Wording(Map.of(), List.of());
  }

  /// This one and codes that mean `meaning`.
  Wording codes(Meaning meaning, String... names) {
    Map<String, Meaning> more = new HashMap<>(codes);
    for (String name : names) {
      more.put(name, meaning);
    }
    return new Wording(more, phrases);
  }

  /// This one and a phrase.
  ///
  /// @param words a regular expression, in whatever letters it is written
  Wording phrase(Meaning meaning, String words, Integer... statuses) {
    List<Phrase> more = new ArrayList<>(phrases);
    more.add(
        new Phrase(meaning, Set.of(statuses), Pattern.compile(words, Pattern.CASE_INSENSITIVE)));
    return new Wording(codes, more);
  }

  /// What an error means here: by code, else by phrase. Only a code for "busy" gives way to a
  /// phrase: it stands too where one request alone is more than the whole limit, and waiting is in
  /// vain.
  Optional<Meaning> meaning(int status, List<String> names, String message) {
    Optional<Meaning> coded =
        names.stream().map(this::coded).filter(Objects::nonNull).min(Comparator.naturalOrder());
    return coded.filter(meaning -> meaning != Meaning.BUSY).isPresent()
        ? coded
        : phrased(status, message).or(() -> coded);
  }

  private @Nullable Meaning coded(String name) {
    Meaning own = codes.get(name);
    return own == null ? USUAL.codes.get(name) : own;
  }

  private Optional<Meaning> phrased(int status, String message) {
    String beginning =
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    for (Wording wording : new Wording[] {this, USUAL}) {
      for (Phrase phrase : wording.phrases) {
        if (phrase.isSaid(status, beginning)) {
          return Optional.of(phrase.meaning);
        }
      }
    }
    return Optional.empty();
  }

  /// The sources stand in docs/reference/providers.md.
  private static Wording usual() {
    return none()
        // OpenAI's and Azure's filters; the third is an inner code.
        .codes(
            Meaning.REFUSED,
            "content_filter",
            "content_policy_violation",
            "ResponsibleAIPolicyViolation")
        // OpenAI, and Anthropic.
        .codes(
            Meaning.UNPAID,
            "insufficient_quota",
            "billing_hard_limit_reached",
            "billing_not_active",
            "enforced_spend_limit_reached",
            "billing_error")
        // OpenAI, Anthropic, and the scripted withdrawal of Polder's own engine.
        .codes(
            Meaning.WITHDRAWN,
            "model_not_found",
            "unsupported_country_region_territory",
            "account_deactivated",
            "invalid_api_key",
            "authentication_error",
            "permission_error",
            "access_withdrawn")
        // OpenAI, and llama.cpp.
        .codes(
            Meaning.UNFIT,
            "context_length_exceeded",
            "unsupported_parameter",
            "unsupported_value",
            "exceed_context_size_error")
        // OpenAI, Anthropic, and llama.cpp while it loads its model.
        .codes(
            Meaning.BUSY,
            "rate_limit_exceeded",
            "rate_limit_error",
            "overloaded_error",
            "unavailable_error")
        // Anthropic has no code for these three; they begin the message.
        .phrase(Meaning.WITHDRAWN, "^model: ", 404)
        .phrase(Meaning.UNPAID, "^your credit balance is too low", 400)
        .phrase(
            Meaning.UNPAID, "^you have reached your specified (workspace )?api usage limits", 400)
        // Too long: OpenAI, vLLM, OpenRouter, DeepSeek, Mistral, Scaleway.
        .phrase(Meaning.UNFIT, "maximum context (length|window)", 400, 413, 422)
        .phrase(Meaning.UNFIT, "maximum model length", 400) // vLLM, embeddings
        .phrase(Meaning.UNFIT, "longer than the model's context length", 400) // SGLang
        .phrase(Meaning.UNFIT, "exceeds the available context size", 400, 500) // llama.cpp
        .phrase(Meaning.UNFIT, "exceeded (max )?context length", 400) // Ollama
        .phrase(Meaning.UNFIT, "exceeds the maximum number of tokens allowed", 400) // Gemini
        .phrase(Meaning.UNFIT, "input is too long for requested model", 400) // Bedrock
        .phrase(Meaning.UNFIT, "prompt is too long: \\d+ tokens", 400) // Anthropic
        .phrase(Meaning.UNFIT, "^request too large for .* tokens per min", 413, 429) // OpenAI
        // No such modality or tool.
        .phrase(Meaning.UNFIT, "does not support tools", 400) // Ollama
        .phrase(Meaning.UNFIT, "tool choice requires --enable-auto-tool-choice", 400) // vLLM
        .phrase(Meaning.UNFIT, "is not a multimodal model", 400) // vLLM
        .phrase(Meaning.UNFIT, "(image|audio) input is not supported", 400, 500); // llama.cpp
  }
}
