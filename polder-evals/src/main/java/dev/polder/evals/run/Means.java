package dev.polder.evals.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What a run works with, besides the suite and the deployment.
///
/// @param cache may be shared by runs after each other, likewise `budget`
/// @param program who runs, with its version
/// @param random for pauses; any thread asks it
public record Means(
    AnswerCache cache,
    Budget budget,
    Settings settings,
    String program,
    InstantSource clock,
    RandomGenerator random) {

  /// How a run asks.
  ///
  /// @param concurrency how many questions at once, at most
  /// @param errorsInARow after so many trials without answer one after the other it gives up
  /// @param grace how long a run that a person stops waits for what is under way
  public record Settings(int concurrency, Patience patience, int errorsInARow, Duration grace) {
    /// At most 64 questions at once, 20 errors in a row, 3 seconds.
    public static final Settings USUAL =
        new Settings(64, Patience.USUAL, 20, Duration.ofSeconds(3));

    public Settings {
      if (concurrency < 1) {
        throw new IllegalArgumentException(
            concurrency + " questions at once ask nothing; allow at least 1");
      }
    }

    /// The same with another bound.
    public Settings withConcurrency(int most) {
      return new Settings(most, patience, errorsInARow, grace);
    }
  }
}
