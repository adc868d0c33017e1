package dev.polder.gateway.restriction;

import dev.polder.model.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A statement that some deployments may not be used now, or only so much.
///
/// @param id short and unique, for `polder lift`
/// @param reason why, in its author's words: one line
/// @param by who declared it; `polder` for what its own probe confirmed
/// @param until when it ends by itself; empty: when it is lifted
/// @param probe what Polder's own probe asks to find out whether access has returned; empty where
///   it does not ask
public record Restriction(
    String id,
    Selector selector,
    Effect effect,
    Origin origin,
    String reason,
    String by,
    Instant since,
    Optional<Instant> until,
    Optional<Operation> probe) {
  private static final int LONGEST_REASON = 500;

  public Restriction {
    requireLine("reason", reason, "Say in a few words why, for those who will ask");
    requireLine("author", by, "Name who declares it");
    if (until.isPresent() && !until.get().isAfter(since)) {
      throw new IllegalArgumentException(
          "The restriction would end at %s, before it begins at %s. Name a later end."
              .formatted(until.get(), since));
    }
  }

  /// A restriction that no probe watches.
  public Restriction(
      String id,
      Selector selector,
      Effect effect,
      Origin origin,
      String reason,
      String by,
      Instant since,
      Optional<Instant> until) {
    this(id, selector, effect, origin, reason, by, since, until, Optional.empty());
  }

  private static void requireLine(String what, String text, String remedy) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("The %s is empty. %s.".formatted(what, remedy));
    }
    if (text.length() > LONGEST_REASON || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "The %s is no single line of at most %d characters. Shorten it."
              .formatted(what, LONGEST_REASON));
    }
  }

  /// What a restriction does to the deployments that it meets.
  public sealed interface Effect {
    /// In a few words, such as `capped at 30/min`.
    String label();

    /// They may not be used.
    ///
    /// @param now whether streams that have begun are ended too, honestly
    record Cut(boolean now) implements Effect {
      @Override
      public String label() {
        return now ? "cut, streams too" : "cut";
      }
    }

    /// All of them together may be asked only so often.
    ///
    /// In no stretch of time as long as `per` are there more than `attempts`. A tenth of them may
    /// come at once, the rest are evenly spread; at the start that tenth is there.
    ///
    /// @param attempts how many attempts, at least 1
    /// @param per in which time
    record Capped(int attempts, Duration per) implements Effect {
      private static final Pattern FORM =
          Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*([a-zA-Z]{1,10})\\s*");
      private static final Duration DAY = Duration.ofDays(1);

      public Capped {
        if (attempts < 1 || per.isNegative() || per.isZero() || per.compareTo(DAY) > 0) {
          throw new IllegalArgumentException(
              "A cap of %d attempts per %s is none. Write 1 or more per s, min, h or d; to allow"
                      .formatted(attempts, per)
                  + " nothing at all, leave the cap out.");
        }
      }

      /// Reads a number, a slash and a unit of time, such as `30/min`, `5/s`, `1000/h`.
      ///
      /// @throws IllegalArgumentException when it is none; the message says what would be
      public static Capped parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
          throw noCap(text);
        }
        Duration per =
            switch (parts.group(2).toLowerCase(Locale.ROOT)) {
              case "s", "sec", "second" -> Duration.ofSeconds(1);
              case "m", "min", "minute" -> Duration.ofMinutes(1);
              case "h", "hour" -> Duration.ofHours(1);
              case "d", "day" -> DAY;
              default -> throw noCap(text);
            };
        return new Capped(Integer.parseInt(parts.group(1)), per);
      }

      private static IllegalArgumentException noCap(String text) {
        return new IllegalArgumentException(
            "'%s' is no cap. Write a number, a slash and s, min, h or d, such as 30/min."
                .formatted(text));
      }

      /// Such as `30/min`.
      public String rate() {
        String unit =
            switch (per.toString()) {
              case "PT1S" -> "s";
              case "PT1M" -> "min";
              case "PT1H" -> "h";
              case "PT24H" -> "d";
              default -> per.toString();
            };
        return attempts + "/" + unit;
      }

      /// How many attempts a minute it allows.
      public double perMinute() {
        return attempts * 60_000.0 / per.toMillis();
      }

      @Override
      public String label() {
        return "capped at " + rate();
      }
    }

    /// They cost `factor` times as much: use cases with a lower bound leave them.
    record Priced(double factor) implements Effect {
      private static final double HIGHEST = 1_000_000;

      public Priced {
        if (!(factor > 0) || factor > HIGHEST) {
          throw new IllegalArgumentException(
              "A price of %s times the usual one is none. Write a number above 0, such as ×3."
                  .formatted(factor));
        }
      }

      /// Reads `×3`, `x3` or `3`.
      ///
      /// @throws IllegalArgumentException when it is none; the message says what would be
      public static Priced parse(String text) {
        String number = text.strip().replaceFirst("^[×xX*]\\s*", "");
        if (!number.matches("\\d{1,7}(\\.\\d{1,6})?")) {
          throw new IllegalArgumentException(
              "'%s' is no price factor. Write how many times dearer it is, such as ×3 or x3."
                  .formatted(text));
        }
        return new Priced(Double.parseDouble(number));
      }

      @Override
      public String label() {
        String number = factor == Math.rint(factor) ? Long.toString((long) factor) : factor + "";
        return "priced ×" + number;
      }
    }
  }

  /// How a restriction came about.
  public enum Origin {
    /// A person said so.
    DECLARED,
    /// Polder's own probe found access lost.
    DETECTED,
    /// An exercise.
    DRILL
  }
}
