package dev.polder.gateway.ledger;

import dev.polder.model.Jurisdiction;
import dev.polder.model.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is kept about one call; never its text.
///
/// @param arrived when its request was complete
/// @param call the identifier that the client got as `x-polder-call`
/// @param key the name of the client's key, or `""` where none was asked for
/// @param useCase the model name that the client asked for
/// @param operation `chat` or `embeddings`
/// @param outcome `served-by-primary`, `served-by-fallback`, `failed` or `abandoned`
/// @param reason why, where it was not served
/// @param finishReason the upstream's word for it; `other` where that is no word but a text
/// @param untilFirst from arrival to the first content that could be passed on
/// @param evidence what evidence said of the candidate that was asked last, such as `non-inferior`;
///   empty where nothing is asked
public record Receipt(
    Instant arrived,
    String call,
    String key,
    String useCase,
    String operation,
    boolean stream,
    String outcome,
    String reason,
    String finishReason,
    Optional<Duration> untilFirst,
    Duration total,
    String evidence,
    List<Line> attempts) {
  private static final int LONGEST_WORD = 64;

  public Receipt {
    attempts = List.copyOf(attempts);
    finishReason = isWord(finishReason) ? finishReason : "other";
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || !(Character.isLetterOrDigit(c) || c == '_' || c == '-')) {
        return false;
      }
    }
    return text.length() <= LONGEST_WORD;
  }

  /// One attempt; its tokens are counted under the deployment that produced them.
  ///
  /// @param status the upstream's, or 0
  public record Line(
      String deployment,
      String provider,
      Jurisdiction jurisdiction,
      String result,
      int status,
      String reason,
      Optional<Duration> untilFirst,
      Duration duration,
      Optional<Usage> usage) {}
}
