package dev.polder.app.alert;

import dev.polder.app.alert.Notice.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands now, and what is said of it: each alert once when it begins, when it becomes worse,
/// from time to time while it lasts, and once when it is over.
///
/// What becomes worse is told at once. What becomes better is told when it has stayed better for a
/// minute: so an alert that is raised, cleared and raised again within a minute is one message, and
/// the all-clear is believed when it comes. Any thread may raise and clear; neither blocks.
public final class Alerts {
  /// How long something must have been better before that is said.
  static final Duration CALM = Duration.ofMinutes(1);

  /// How often it is said that an alert still stands.
  static final Duration REMINDER = Duration.ofHours(24);

  /// The same for contracts, which are known about for months.
  static final Duration CONTRACT_REMINDER = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  private final InstantSource clock;
  private final RandomGenerator random;
  private final StandingFile file;
  private final Consumer<Notice> out;
  private final Map<Alert.Key, Standing> standing = new LinkedHashMap<>();
  private boolean unsaved;
  private boolean saidThatSavingFails;

  /// Goes on with what stood when Polder last ran, so that its all-clear is still sent.
  ///
  /// @param random makes the messages' identifiers
  /// @param out takes messages; must not block
  Alerts(InstantSource clock, RandomGenerator random, StandingFile file, Consumer<Notice> out) {
    this.clock = clock;
    this.random = random;
    this.file = file;
    this.out = out;
    for (Standing known : file.read()) {
      standing.put(known.alert().key(), known);
    }
  }

  /// Something is the case. Saying so again changes nothing unless it became better or worse.
  public synchronized void raise(Alert alert) {
    Instant now = clock.instant();
    Standing known = standing.get(alert.key());
    if (known == null) {
      put(new Standing(alert, now, Optional.empty()));
      send(Status.RAISED, alert, now, now);
      return;
    }
    int change = alert.severity().compareTo(known.alert().severity());
    if (change > 0) {
      Alert worse = since(known, alert);
      put(new Standing(worse, now, Optional.empty()));
      send(Status.WORSENED, worse, now, now);
    } else if (change == 0) {
      boolean otherWords = !alert.summary().equals(known.alert().summary());
      if (known.easing().isPresent() || otherWords) {
        put(new Standing(since(known, alert), known.told(), Optional.empty()));
      }
    } else if (known.easing().flatMap(Standing.Easing::to).isEmpty()) {
      put(known.easing(now, Optional.of(since(known, alert))));
    }
  }

  private static Alert since(Standing known, Alert alert) {
    return new Alert(
        alert.kind(),
        alert.subject(),
        alert.severity(),
        alert.summary(),
        alert.detail(),
        known.alert().since());
  }

  /// Something is not the case, or no longer.
  public synchronized void clear(Alert.Kind kind, String subject) {
    Standing known = standing.get(new Alert.Key(kind, subject));
    if (known != null && !known.clearing()) {
      put(known.easing(clock.instant(), Optional.empty()));
    }
  }

  /// Clears every alert of `kind` whose subject is not among these: for sources that know what is
  /// the case, but not what was.
  public synchronized void clearAllBut(Alert.Kind kind, Set<String> subjects) {
    for (Alert.Key key : List.copyOf(standing.keySet())) {
      if (key.kind() == kind && !subjects.contains(key.subject())) {
        clear(kind, key.subject());
      }
    }
  }

  /// What stands, the oldest first; with what was cleared less than a minute ago.
  public synchronized List<Alert> standing() {
    return standing.values().stream().map(Standing::alert).toList();
  }

  /// Says what has become due by the mere passing of time, and keeps on disk what stands. Called
  /// once a second, from a thread that may wait for a disk.
  void tick() {
    List<Standing> toSave;
    synchronized (this) {
      for (Standing known : List.copyOf(standing.values())) {
        tick(known, clock.instant());
      }
      if (!unsaved) {
        return;
      }
      unsaved = false;
      toSave = new ArrayList<>(standing.values());
    }
    save(toSave);
  }

  private void tick(Standing known, Instant now) {
    if (known.easing().isPresent()) {
      Standing.Easing easing = known.easing().get();
      if (!now.isBefore(easing.since().plus(CALM))) {
        ease(known, easing, now);
      }
    } else if (!now.isBefore(known.told().plus(reminder(known.alert().kind())))) {
      put(new Standing(known.alert(), now, Optional.empty()));
      send(Status.ONGOING, known.alert(), now, now);
    }
  }

  private void ease(Standing known, Standing.Easing easing, Instant now) {
    if (easing.to().isEmpty()) {
      standing.remove(known.alert().key());
      unsaved = true;
      send(Status.CLEARED, known.alert(), now, easing.since());
    } else {
      Alert milder = easing.to().get();
      put(new Standing(milder, now, Optional.empty()));
      send(Status.EASED, milder, now, now);
    }
  }

  private static Duration reminder(Alert.Kind kind) {
    return switch (kind) {
      case CONTRACT_NOTICE -> CONTRACT_REMINDER;
      case ACCESS_LOST,
          USE_CASE_AT_RISK,
          ENGINE_RESTARTING,
          RESTRICTION,
          MODEL_SHIFT,
          VERDICT_LOST ->
          REMINDER;
    };
  }

  private void put(Standing known) {
    standing.put(known.alert().key(), known);
    unsaved = true;
  }

  private void send(Status status, Alert alert, Instant now, Instant until) {
    Duration lasted = Duration.between(alert.since(), until);
    out.accept(
        new Notice(
            newId(random), status, alert, now, lasted.isNegative() ? Duration.ZERO : lasted));
  }

  static String newId(RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    return "msg_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  private void save(List<Standing> toSave) {
    try {
      file.write(toSave);
      saidThatSavingFails = false;
    } catch (IOException cannotWrite) {
      if (!saidThatSavingFails) {
        LOG.warn(
            "What alerts stand cannot be kept in '{}' ({}); after a restart they would be sent again.",
            file.path(),
            cannotWrite.getMessage());
      }
      saidThatSavingFails = true;
    }
  }
}
