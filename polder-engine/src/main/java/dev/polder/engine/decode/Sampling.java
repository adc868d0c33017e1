package dev.polder.engine.decode;

/// How the next token is chosen from the logits, applied in this order, which is `transformers`'
/// own: repetition penalty, temperature, top-k, top-p.
///
/// @param temperature 0 takes the likeliest token always
/// @param topK 0 for no bound
/// @param topP in (0, 1]; 1 for no bound
/// @param repetitionPenalty 1 for none
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty) {
  public boolean greedy() {
    return temperature == 0;
  }
}
