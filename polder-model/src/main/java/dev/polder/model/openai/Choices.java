package dev.polder.model.openai;

/// Which choices of an answer were seen, and which of them have ended, by their index.
///
/// @param seen bit i stands for choice i, the highest bit for all from 63 on
/// @param ended likewise; those that came with a reason why they ended
public record Choices(long seen, long ended) {
  /// None yet.
  public static final Choices NONE = new Choices(0, 0);

  static Choices of(int index, boolean ended) {
    long bit = 1L << Math.clamp(index, 0, 63);
    return new Choices(bit, ended ? bit : 0);
  }

  /// These and those.
  public Choices and(Choices more) {
    return new Choices(seen | more.seen, ended | more.ended);
  }

  /// Whether there were some, and each of them has ended.
  public boolean allEnded() {
    return seen != 0 && seen == ended;
  }
}
