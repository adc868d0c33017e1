package dev.polder.engine.model;

import java.util.OptionalInt;
import java.util.Set;

/// What `generation_config.json` says about answers whose request states nothing.
///
/// @param endTokens the tokens that end an answer; never empty
/// @param samples false: the likeliest token is taken
/// @param temperature above 0
/// @param topK 0 for no bound
/// @param topP in (0, 1]; 1 for no bound
/// @param repetitionPenalty 1 for none
public record GenerationDefaults(
    Set<Integer> endTokens,
    boolean samples,
    double temperature,
    int topK,
    double topP,
    double repetitionPenalty,
    OptionalInt maxNewTokens) {
  public GenerationDefaults {
    endTokens = Set.copyOf(endTokens);
  }

  static GenerationDefaults read(JsonFile file, JsonFile config) {
    Set<Integer> ends = file.tokens("eos_token_id");
    if (ends.isEmpty()) {
      ends = config.tokens("eos_token_id");
    }
    if (ends.isEmpty()) {
      throw new ModelFault(
          ModelFault.Kind.UNFIT,
          file.path(),
          "names no 'eos_token_id', and neither does config.json: answers would never end.",
          "Add the id of the token that ends an answer.");
    }
    return new GenerationDefaults(
        ends,
        file.flag("do_sample"),
        bounded(file, "temperature", 1, Double.MAX_VALUE),
        file.integer("top_k").orElse(0),
        bounded(file, "top_p", 1, 1),
        bounded(file, "repetition_penalty", 1, Double.MAX_VALUE),
        file.integer("max_new_tokens"));
  }

  private static double bounded(JsonFile file, String field, double absent, double most) {
    double value = file.number(field).orElse(absent);
    if (!(value > 0 && value <= most)) {
      throw file.wrong(
          field,
          file.root().get(field),
          most == 1 ? "a number above 0 and at most 1" : "a number above 0");
    }
    return value;
  }
}
