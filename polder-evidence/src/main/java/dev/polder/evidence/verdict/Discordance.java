package dev.polder.evidence.verdict;

/// In how many pairs candidate and reference came out differently.
///
/// @param worse pairs in which the candidate did worse than the reference
/// @param better pairs in which it did better
public record Discordance(long worse, long better) {
  /// Pairs that came out differently, either way.
  public long pairs() {
    return worse + better;
  }
}
