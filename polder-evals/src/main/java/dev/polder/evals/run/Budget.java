package dev.polder.evals.run;

import dev.polder.evals.solve.NoAnswerException;
import dev.polder.model.Usage;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What may be spent, on one run or on several after each other.
///
/// Before each question as much is set aside as the dearest one took so far, and the first one goes
/// alone. So a limit is exceeded only by a question that costs more than every one before it. Any
/// thread may call; who begins may block.
public final class Budget {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final OptionalDouble money;
  private final OptionalLong tokens;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition settled = lock.newCondition();
  private double moneySpent;
  private long tokensSpent;
  private double dearest;
  private long longest;
  private int underWay;
  private boolean anySettled;

  /// @param money in what prices are in
  /// @param tokens of input and output together
  public Budget(OptionalDouble money, OptionalLong tokens) {
    this.money = money;
    this.tokens = tokens;
  }

  /// One without limits.
  public static Budget unlimited() {
    return new Budget(OptionalDouble.empty(), OptionalLong.empty());
  }

  private boolean isUnlimited() {
    return money.isEmpty() && tokens.isEmpty();
  }

  /// Sets something aside for a question; waits while only what is under way can tell whether there
  /// is enough.
  ///
  /// @throws NoAnswerException when there is not, in which case `brake` is pulled, or when it was
  void begin(Brake brake) throws NoAnswerException, InterruptedException {
    if (isUnlimited()) {
      return;
    }
    lock.lockInterruptibly();
    try {
      while (!mayBegin()) {
        brake.check();
        if (underWay == 0) {
          brake.pull(new RunEnd(RunEnd.Kind.LIMIT_REACHED, reached()));
          brake.check();
        }
        settled.awaitNanos(LOOK_NANOS);
      }
      underWay++;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayBegin() {
    boolean firstIsAway = !anySettled && underWay > 0;
    return !firstIsAway && moneyLasts(underWay + 1) && tokensLast(underWay + 1);
  }

  /// Whether it is enough for so many questions, each as dear as the dearest so far.
  private boolean moneyLasts(int questions) {
    return money.isEmpty()
        || (moneySpent < money.getAsDouble()
            && moneySpent + questions * dearest <= money.getAsDouble());
  }

  private boolean tokensLast(int questions) {
    return tokens.isEmpty()
        || (tokensSpent < tokens.getAsLong()
            && tokensSpent + questions * longest <= tokens.getAsLong());
  }

  private String reached() {
    return moneyLasts(1)
        ? "The limit of %d tokens is reached: %d are spent, and the longest question took %d."
            .formatted(tokens.orElse(0), tokensSpent, longest)
        : String.format(
            Locale.ROOT,
            "The limit of %.2f is reached: %.4f is spent, and the dearest question took %.4f.",
            money.orElse(0),
            moneySpent,
            dearest);
  }

  /// The question that was begun took this; nothing where it brought no answer.
  void settle(Usage usage, double cost) {
    if (isUnlimited()) {
      return;
    }
    lock.lock();
    try {
      underWay--;
      long used = usage.inputTokens() + usage.outputTokens();
      anySettled |= used > 0;
      moneySpent += cost;
      tokensSpent += used;
      dearest = Math.max(dearest, cost);
      longest = Math.max(longest, used);
      settled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether it cannot be kept where a provider does not say how many tokens it took.
  boolean needsUsage() {
    return !isUnlimited();
  }
}
