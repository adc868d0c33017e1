package dev.polder.engine.model;

/// What `config.json` says about a decoder.
///
/// @param architecture the class that the weights were made by, for example `Qwen2ForCausalLM`
/// @param vocabulary the number of logits per position
/// @param contextLength the most tokens that prompt and answer may have together
public record DecoderConfig(String architecture, int vocabulary, int contextLength) {
  static DecoderConfig read(JsonFile file) {
    String architecture = file.root().path("architectures").path(0).asText("");
    if (!architecture.endsWith("ForCausalLM") && !architecture.endsWith("LMHeadModel")) {
      throw new ModelFault(
          ModelFault.Kind.UNFIT,
          file.path(),
          "names the architecture '"
              + (architecture.isEmpty() ? file.text("model_type") : architecture)
              + "', which is no decoder.",
          "Use a causal language model, whose architecture ends with 'ForCausalLM'.");
    }
    String context = file.has("n_positions") ? "n_positions" : "max_position_embeddings";
    return new DecoderConfig(architecture, file.positive("vocab_size"), file.positive(context));
  }
}
