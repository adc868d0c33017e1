package dev.polder.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The upstream's streams with one event per period. A wheel with a slot for every millisecond of
/// the period: each stream stays in the slot in which it began. On the upstream's loop only.
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows as the connection's end
final class PacedStreams {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

  private final List<List<Stream>> slots = new ArrayList<>();
  private final byte[] event = Answers.timed(0);
  private final int timeOffset = Answers.timeOffset();
  private final long began = System.nanoTime();
  private long ticks;
  private int running;

  /// @param period in milliseconds
  PacedStreams(int period, EventLoop loop) {
    for (int i = 0; i < period; i++) {
      slots.add(new ArrayList<>());
    }
    loop.scheduleAtFixedRate(this::catchUp, 1, 1, TimeUnit.MILLISECONDS);
  }

  /// Begins a stream of `events` events, the first of them after one period.
  void begin(Channel channel, int events, boolean usageAsked) {
    channel.write(Unpooled.wrappedBuffer(Answers.streamHead()), channel.voidPromise());
    slots.get(slot(ticks)).add(new Stream(channel, events, usageAsked));
    running++;
  }

  private int slot(long tick) {
    return (int) (tick % slots.size());
  }

  /// Runs every tick that is due. Events carry the time for which they were due, so that lateness
  /// of this end counts too, for all contenders alike.
  private void catchUp() {
    long now = System.nanoTime();
    while (began + (ticks + 1) * TICK <= now) {
      ticks++;
      if (running > 0) {
        Answers.setTime(event, timeOffset, began + ticks * TICK);
        List<Stream> due = slots.get(slot(ticks));
        int before = due.size();
        due.removeIf(stream -> !stream.send(event));
        running -= before - due.size();
      }
    }
  }

  private static final class Stream {
    private final Channel channel;
    private final boolean usageAsked;
    private int left;

    Stream(Channel channel, int events, boolean usageAsked) {
      this.channel = channel;
      this.left = events;
      this.usageAsked = usageAsked;
    }

    /// Sends one event, or after the last one the end; whether there is more to come.
    boolean send(byte[] event) {
      if (!channel.isActive()) {
        return false;
      }
      if (left == 0) {
        channel.writeAndFlush(
            Unpooled.wrappedBuffer(Answers.streamEnd(usageAsked)), channel.voidPromise());
        return false;
      }
      left--;
      ByteBuf buffer = channel.alloc().directBuffer(event.length).writeBytes(event);
      channel.writeAndFlush(buffer, channel.voidPromise());
      return true;
    }
  }
}
