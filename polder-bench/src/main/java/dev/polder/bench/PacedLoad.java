package dev.polder.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/// Many streams at once whose events come slowly: what they cost, how late each event is, and
/// whether any is missing.
final class PacedLoad extends Load {
  /// What was seen.
  ///
  /// @param lateness of events, from when the upstream should have sent them
  record Result(Measured measured, Latency lateness) {}

  /// How long streams go on beyond the window, so that none ends within it.
  private static final Duration SLACK = Duration.ofMillis(500);

  private static final Duration CLOSING_LIMIT = Duration.ofSeconds(30);
  private static final long RAMP_STEP = TimeUnit.MILLISECONDS.toNanos(5);

  /// Connections a source address has at most: ephemeral ports are some 28,000 each.
  private static final int PER_SOURCE = 5_000;

  private final Duration ramp;
  private final Duration settle;
  private final Duration window;
  private final int streams;
  private final LongAdder events = new LongAdder();
  private final Histogram lateness = new Histogram(3);
  private volatile boolean counting;
  private int opened;
  private long began;

  /// @param ramp over which the streams begin
  PacedLoad(
      EventLoopGroup group,
      Contender contender,
      Workload workload,
      int streams,
      Duration ramp,
      Duration settle,
      Duration window,
      Failures failures) {
    super(
        group,
        contender,
        workload,
        eventsOf(workload, ramp.plus(settle).plus(window).plus(SLACK)),
        streams,
        failures);
    this.streams = streams;
    this.ramp = ramp;
    this.settle = settle;
    this.window = window;
  }

  private static int eventsOf(Workload workload, Duration life) {
    return Math.toIntExact(life.toMillis() / workload.size());
  }

  Result run() throws InterruptedException {
    execute(() -> {
      began = System.nanoTime();
      openDue();
    });
    Thread.sleep(ramp.plus(settle));
    counting = true;
    Window measuring = Window.open(contender(), events::sum);
    Thread.sleep(window);
    Measured measured = measuring.close();
    counting = false;
    awaitClosed(CLOSING_LIMIT);
    return new Result(measured, Latency.of(lateness));
  }

  private void openDue() {
    double share = Math.min(1, (System.nanoTime() - began) / (double) ramp.toNanos());
    for (; opened < Math.ceil(share * streams); opened++) {
      connect(this::fromOneOfSeveralAddresses);
    }
    if (opened < streams) {
      after(RAMP_STEP, this::openDue);
    }
  }

  /// Loopback has 127.0.0.0/8 to come from; only Linux needs no configuration for that.
  private void fromOneOfSeveralAddresses(Bootstrap bootstrap) {
    if (streams > PER_SOURCE) {
      bootstrap.localAddress(new InetSocketAddress("127.0.0." + (2 + opened / PER_SOURCE), 0));
    }
  }

  @Override
  public void connected(ClientConnection connection) {
    connection.send(System.nanoTime());
  }

  @Override
  public void event(byte[] bytes, int length) {
    long due = Answers.timeOf(bytes, length);
    if (due >= 0) {
      events.increment();
      if (counting) {
        lateness.recordValue(Math.max(0, System.nanoTime() - due));
      }
    }
  }

  @Override
  public void answered(ClientConnection connection, boolean good) {
    connection.close();
  }
}
