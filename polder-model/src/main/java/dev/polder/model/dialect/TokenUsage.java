package dev.polder.model.dialect;

/// Tokens of one answer as the provider counted them.
///
/// @param input all that were read, from a cache or not
/// @param output all that were written, reasoning included
/// @param cacheRead those of the input that came from a cache
/// @param cacheWrite those of the input that were put into a cache
/// @param reasoning those of the output that are reasoning
public record TokenUsage(long input, long output, long cacheRead, long cacheWrite, long reasoning) {
  /// Nobody has counted.
  public static final TokenUsage UNKNOWN = new TokenUsage(0, 0, 0, 0, 0);

  /// Tokens of the input that a cache had no part in.
  public long uncached() {
    return Math.max(0, input - cacheRead - cacheWrite);
  }

  /// All tokens.
  public long total() {
    return input + output;
  }
}
