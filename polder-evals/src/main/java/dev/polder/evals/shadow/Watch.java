package dev.polder.evals.shadow;

import dev.polder.evidence.sequential.DetectionDelay;
import dev.polder.evidence.sequential.DifferenceMean;
import dev.polder.evidence.sequential.EDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// How one candidate of one use case has done in live calls since the watch began.
///
/// Immutable, and nothing but its numbers: stored and read again, it goes on.
///
/// @param identity of what is watched: when it is another, the watch begins anew
/// @param since when it began
/// @param detector raises the alarm
/// @param mean of the differences, candidate minus what the client got
/// @param unequal how many differences were not 0
/// @param alarmAt when the alarm was raised
/// @param settled whether what follows from the alarm is done
public record Watch(
    String identity,
    Instant since,
    EDetector detector,
    DifferenceMean mean,
    long unequal,
    Optional<Instant> alarmAt,
    boolean settled) {
  private static final Duration SHORTEST_RATE = Duration.ofMinutes(10);
  private static final double LEAST_DISCORDANCE = 0.2;
  private static final int RUNS = 200;

  /// Longer delays are stated as longer than this.
  private static final int LONGEST_DELAY = 20_000;

  /// A watch of which nothing has been seen.
  ///
  /// @param margin the loss that is accepted, above 0 and below 1
  /// @param runLength how many calls there are on average until a false alarm, at least
  public static Watch begin(String identity, double margin, double runLength, Instant now) {
    return new Watch(
        identity,
        now,
        EDetector.withRunLength(margin, runLength),
        DifferenceMean.NOTHING,
        0,
        Optional.empty(),
        false);
  }

  /// With one scored call more.
  public Watch after(Rated rated, Instant now) {
    double difference = rated.difference();
    EDetector next = detector.after(difference);
    return new Watch(
        identity,
        since,
        next,
        mean.after(difference),
        unequal + (difference == 0 ? 0 : 1),
        next.alarm() ? Optional.of(alarmAt.orElse(now)) : Optional.empty(),
        settled);
  }

  /// The same from its beginning, as after an alarm that was dealt with.
  public Watch renewed(Instant now) {
    return begin(identity, detector.margin(), detector.threshold(), now);
  }

  /// What follows from the alarm is done.
  public Watch asSettled() {
    return new Watch(identity, since, detector, mean, unequal, alarmAt, true);
  }

  /// Scored calls a day since the watch began; empty in its first minutes.
  public OptionalDouble perDay(Instant now) {
    Duration watched = Duration.between(since, now);
    return watched.compareTo(SHORTEST_RATE) < 0 || mean.n() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(mean.n() * (double) Duration.ofDays(1).toMillis() / watched.toMillis());
  }

  /// How many scored calls the alarm takes when the mean difference falls to `fallen` now: measured
  /// on made-up falls, from the detector as it stands. Takes some tenths of a second.
  ///
  /// @param fallen the mean after the fall, from -1 to below 0
  public DetectionDelay delay(double fallen, RandomGenerator random) {
    double seen = mean.n() == 0 ? 0 : (double) unequal / mean.n();
    double discordance = Math.max(Math.max(seen, LEAST_DISCORDANCE), -fallen);
    return DetectionDelay.measure(
        detector.alarm() ? detector.renewed() : detector,
        new DetectionDelay.Stream(0, LEAST_DISCORDANCE),
        0,
        new DetectionDelay.Stream(fallen, discordance),
        LONGEST_DELAY,
        RUNS,
        random);
  }
}
