package dev.polder.evals.run;

import dev.polder.model.Usage;

/// What a deployment costs per million tokens, in whatever money its owner counts.
public record Price(double input, double output) {
  private static final double MILLION = 1e6;

  /// What these tokens cost.
  public double of(Usage usage) {
    return (usage.inputTokens() * input + usage.outputTokens() * output) / MILLION;
  }
}
