package dev.polder.gateway.restriction;

import dev.polder.model.Deployment;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The restrictions in force. Any thread may ask and declare; asking is one volatile read while
/// nothing is restricted, and never a lock.
///
/// A change holds for every thread at once, then listeners are told, then it is kept. What cannot
/// be kept holds all the same: whoever made the change is told that it would not outlive a restart,
/// and [#tick()] tries again.
public final class Restrictions {
  private static final Logger LOG = LoggerFactory.getLogger(Restrictions.class);
  private static final Held[] NOTHING = {};

  /// Without characters that look like others.
  private static final String ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final RestrictionStore store;
  private final List<Runnable> changed = new CopyOnWriteArrayList<>();
  private final List<Consumer<RestrictionEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Object changing = new Object();
  private final Object keeping = new Object();
  private volatile Held[] inForce;
  private volatile boolean unkept;

  /// Restrictions that a restart forgets.
  public Restrictions(InstantSource clock) {
    this(clock, System::nanoTime, RestrictionStore.NONE, NOTHING);
  }

  private Restrictions(
      InstantSource clock, LongSupplier nanoTime, RestrictionStore store, Held[] inForce) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.store = store;
    this.inForce = inForce;
  }

  /// Those that `store` has kept, less those whose time was over meanwhile.
  ///
  /// @param nanoTime a clock that only moves forward, which caps count by
  /// @throws IOException when they cannot be read. Whoever starts Polder must not go on as if
  ///   nothing were restricted
  public static Restrictions open(
      InstantSource clock, LongSupplier nanoTime, RestrictionStore store) throws IOException {
    Restrictions opened = new Restrictions(clock, nanoTime, store, NOTHING);
    List<Held> kept = new ArrayList<>();
    for (Restriction restriction : store.read()) {
      kept.add(new Held(restriction, nanoTime));
    }
    opened.inForce = kept.toArray(NOTHING);
    // The store learns of it at the first tick, so that a clock put back revives none of them.
    opened.unkept = opened.removeEnded();
    return opened;
  }

  /// The restriction that forbids `deployment` now, if one does: where several do, one that ends
  /// streams too comes first, so that whoever carries a stream learns all it needs here.
  public Optional<Restriction> cutting(Deployment deployment) {
    Held[] now = inForce;
    if (now.length == 0) {
      return Optional.empty();
    }
    Held found = null;
    for (Held held : now) {
      if (held.restriction().effect() instanceof Restriction.Effect.Cut cut
          && held.meets(deployment)
          && held.inForce(clock)) {
        if (cut.now()) {
          return Optional.of(held.restriction());
        }
        found = found == null ? held : found;
      }
    }
    return Optional.ofNullable(found).map(Held::restriction);
  }

  /// Whether anybody but Polder's own probe forbids `deployment` now: then it is not to be probed
  /// either.
  boolean isCutByPeople(Deployment deployment) {
    return all().stream()
        .filter(restriction -> restriction.origin() != Restriction.Origin.DETECTED)
        .filter(restriction -> restriction.effect() instanceof Restriction.Effect.Cut)
        .anyMatch(restriction -> restriction.selector().matches(deployment));
  }

  /// How many times its price `deployment` costs now; 1 where nothing says otherwise, the product
  /// where several do.
  public double priceFactor(Deployment deployment) {
    double factor = 1;
    for (Held held : inForce) {
      if (held.restriction().effect() instanceof Restriction.Effect.Priced priced
          && held.meets(deployment)
          && held.inForce(clock)) {
        factor *= priced.factor();
      }
    }
    return factor;
  }

  /// Takes leave for one attempt at `deployment` from every cap that meets it.
  ///
  /// @return zero when the attempt may begin; else how long until it may, and nothing was taken
  public Duration take(Deployment deployment) {
    Held[] now = inForce;
    for (int i = 0; i < now.length; i++) {
      if (counts(now[i], deployment)) {
        Duration wait = now[i].take();
        if (!wait.isZero()) {
          giveBack(now, i, deployment);
          return wait;
        }
      }
    }
    return Duration.ZERO;
  }

  private void giveBack(Held[] now, int before, Deployment deployment) {
    for (int i = 0; i < before; i++) {
      if (counts(now[i], deployment)) {
        now[i].giveBack();
      }
    }
  }

  private boolean counts(Held held, Deployment deployment) {
    return held.restriction().effect() instanceof Restriction.Effect.Capped
        && held.meets(deployment)
        && held.inForce(clock);
  }

  /// All that are in force now, in the order in which they were declared.
  public List<Restriction> all() {
    return Arrays.stream(inForce)
        .filter(held -> held.inForce(clock))
        .map(Held::restriction)
        .toList();
  }

  /// The one in force with this identifier.
  public Optional<Restriction> find(String id) {
    return all().stream().filter(restriction -> restriction.id().equals(id)).findFirst();
  }

  /// A short identifier that no restriction in force has.
  public String freeId(RandomGenerator random) {
    while (true) {
      StringBuilder id = new StringBuilder("r-");
      for (int i = 0; i < 5; i++) {
        id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
      }
      if (find(id.toString()).isEmpty()) {
        return id.toString();
      }
    }
  }

  /// What would be in force with `more` as well: to be asked, not to be declared in. Nothing that
  /// is done to it touches these, but taking leave from a cap that both have.
  public Restrictions with(Restriction more) {
    return view(added(inForce, new Held(more, nanoTime)));
  }

  /// What would be in force without the one of this identifier; see [#with(Restriction)].
  public Restrictions without(String id) {
    return view(left(inForce, held -> !held.restriction().id().equals(id)));
  }

  private Restrictions view(Held[] instead) {
    return new Restrictions(clock, nanoTime, RestrictionStore.NONE, instead);
  }

  /// Puts `restriction` in force, at once and for every event loop. Blocks until it is kept.
  ///
  /// @return why it would not outlive a restart; empty when it would
  /// @throws IllegalArgumentException when one in force has its identifier
  public Optional<String> declare(Restriction restriction) {
    synchronized (changing) {
      if (find(restriction.id()).isPresent()) {
        throw new IllegalArgumentException(
            "There is a restriction '%s' already.".formatted(restriction.id()));
      }
      inForce = added(inForce, new Held(restriction, nanoTime));
    }
    tell(
        restriction.origin() == Restriction.Origin.DETECTED
            ? new RestrictionEvent.AccessLost(clock.instant(), restriction)
            : new RestrictionEvent.Declared(clock.instant(), restriction));
    return keep();
  }

  /// Lifts the restriction of this identifier, at once and for every event loop. Blocks until that
  /// is kept.
  ///
  /// @param by who lifts it
  /// @return empty when none in force has it
  public Optional<Lifting> lift(String id, String by) {
    return remove(id)
        .map(restriction -> {
          tell(new RestrictionEvent.Lifted(clock.instant(), restriction, by));
          return new Lifting(restriction, keep());
        });
  }

  /// Lifts a detected restriction because access is there again.
  void accessReturned(String id) {
    remove(id)
        .ifPresent(restriction -> {
          tell(new RestrictionEvent.AccessReturned(clock.instant(), restriction));
          keep();
        });
  }

  private Optional<Restriction> remove(String id) {
    synchronized (changing) {
      Optional<Restriction> known = find(id);
      if (known.isPresent()) {
        inForce = left(inForce, held -> !held.restriction().id().equals(id));
      }
      return known;
    }
  }

  /// A restriction that was lifted.
  ///
  /// @param unkept why a restart would bring it back; empty when it would not
  public record Lifting(Restriction restriction, Optional<String> unkept) {}

  /// Removes what has ended by time and tells of it, and tries again to keep what could not be
  /// kept. To be called a few times a second, on a thread that may block; those who ask see an end
  /// to the millisecond without it.
  public void tick() {
    if (removeEnded() || unkept) {
      keep();
    }
  }

  private boolean removeEnded() {
    List<Restriction> ended;
    synchronized (changing) {
      ended =
          Arrays.stream(inForce)
              .filter(held -> !held.inForce(clock))
              .map(Held::restriction)
              .toList();
      if (ended.isEmpty()) {
        return false;
      }
      // What ends in between is found by the next tick.
      inForce = left(inForce, held -> !ended.contains(held.restriction()));
    }
    ended.forEach(restriction -> tell(new RestrictionEvent.Ended(clock.instant(), restriction)));
    return true;
  }

  /// Has `listener` run, on the thread that causes it, whenever what is in force has changed: after
  /// [#declare(Restriction)], [#lift(String, String)], a return of access, and at the first
  /// [#tick()] after an end by time. It must not block. Never on an event loop, unless that
  /// declares.
  ///
  /// It is what ends streams: whoever carries them asks [#cutting(Deployment)] for each, and ends
  /// those whose answer is a `Cut` with `now`.
  public void onChange(Runnable listener) {
    changed.add(listener);
  }

  /// Has `listener` told of every event, on the thread that causes it, after the change is in
  /// force. It must not block.
  public void onEvent(Consumer<RestrictionEvent> listener) {
    listeners.add(listener);
  }

  private void tell(RestrictionEvent event) {
    // Whoever must set something right for calls to come has done so before waiting calls move.
    listeners.forEach(listener -> listener.accept(event));
    changed.forEach(Runnable::run);
  }

  /// What is kept is what is in force when it is written, so the last writer keeps the last state.
  private Optional<String> keep() {
    synchronized (keeping) {
      boolean failedBefore = unkept;
      try {
        store.write(all());
        unkept = false;
        return Optional.empty();
      } catch (IOException cannotKeep) {
        unkept = true;
        String reason = String.valueOf(cannotKeep.getMessage());
        if (!failedBefore) {
          LOG.error(
              "Restrictions hold, but a restart would not know of the last change: {}", reason);
        }
        return Optional.of(reason);
      }
    }
  }

  private static Held[] added(Held[] those, Held more) {
    Held[] all = Arrays.copyOf(those, those.length + 1);
    all[those.length] = more;
    return all;
  }

  private static Held[] left(Held[] those, Predicate<Held> stays) {
    return Arrays.stream(those).filter(stays).toArray(Held[]::new);
  }
}
