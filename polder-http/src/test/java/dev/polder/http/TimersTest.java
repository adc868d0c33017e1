package dev.polder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TimersTest {
  private final ManualClock clock = new ManualClock();
  private final Timers timers = new Timers(clock);
  private final List<String> ran = new ArrayList<>();

  /// Time passes only when told to; alarms ring on the way.
  private static final class ManualClock implements Timers.Clock {
    private record Alarm(long due, Runnable task) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private long now = 1_000;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void alarm(long millis, Runnable task) {
      alarms.add(new Alarm(now + TimeUnit.MILLISECONDS.toNanos(millis), task));
    }

    void pass(long millis) {
      long until = now + TimeUnit.MILLISECONDS.toNanos(millis);
      while (alarms.stream().anyMatch(alarm -> alarm.due() <= until)) {
        Alarm next = alarms.stream().min(Comparator.comparingLong(Alarm::due)).orElseThrow();
        alarms.remove(next);
        now = next.due();
        next.task().run();
      }
      now = until;
    }
  }

  private EventLoop.Timer set(long millis, String name) {
    return timers.set(millis, () -> ran.add(name));
  }

  @Test
  void eachRunsAtItsTimeWhateverTheOrderInWhichTheyWereSet() {
    set(30, "late");
    set(10, "early");
    clock.pass(5);
    set(10, "second");

    clock.pass(4);
    assertThat(ran).isEmpty();
    clock.pass(1);
    assertThat(ran).containsExactly("early");
    clock.pass(5);
    assertThat(ran).containsExactly("early", "second");
    clock.pass(15);
    assertThat(ran).containsExactly("early", "second", "late");
  }

  @Test
  void whatIsCancelledDoesNotRunAndItsNeighboursDo() {
    set(10, "first");
    EventLoop.Timer second = set(10, "second");
    set(10, "third");

    second.cancel();
    second.cancel();
    clock.pass(10);

    assertThat(ran).containsExactly("first", "third");
  }

  @Test
  void theFirstMayBeCancelledAndTheNextStillRunsAtItsTime() {
    EventLoop.Timer first = set(10, "first");
    clock.pass(3);
    set(10, "next");
    first.cancel();

    clock.pass(9);
    assertThat(ran).isEmpty();
    clock.pass(1);
    assertThat(ran).containsExactly("next");
  }

  @Test
  void cancellingAfterwardsDoesNotHarmWhatWaits() {
    EventLoop.Timer first = set(10, "first");
    clock.pass(10);
    set(10, "next");

    first.cancel();
    clock.pass(10);

    assertThat(ran).containsExactly("first", "next");
  }

  @Test
  void aTaskMaySetAndCancelTimersOfItsOwnDelay() {
    EventLoop.Timer[] doomed = new EventLoop.Timer[1];
    timers.set(
        10,
        () -> {
          ran.add("first");
          doomed[0].cancel();
          set(10, "again");
        });
    doomed[0] = set(10, "doomed");

    clock.pass(10);
    assertThat(ran).containsExactly("first");
    clock.pass(10);
    assertThat(ran).containsExactly("first", "again");
  }

  @Test
  void aTaskThatSetsATimerDoesNotDelayThoseThatWait() {
    timers.set(10, () -> set(10, "set by a task"));
    clock.pass(2);
    set(10, "waiting");

    clock.pass(10);

    assertThat(ran).containsExactly("waiting");
  }

  @Test
  void aTaskThatFailsLeavesTheOthersTheirTime() {
    timers.set(
        10,
        () -> {
          throw new IllegalStateException("a fault");
        });
    clock.pass(1);
    set(10, "next");

    assertThatThrownBy(() -> clock.pass(9)).hasMessage("a fault");
    clock.pass(1);

    assertThat(ran).containsExactly("next");
  }

  @Test
  void oneDelayHasOneAlarmHoweverManyWait() {
    for (int i = 0; i < 1_000; i++) {
      set(10, "many").cancel();
    }

    assertThat(clock.alarms).hasSize(1);
  }

  @Test
  void aDelayThatNothingWaitsForIsForgotten() {
    set(10, "one");
    set(20, "other").cancel();

    clock.pass(20);

    assertThat(timers.queues()).isZero();
    assertThat(clock.alarms).isEmpty();
  }
}
