package dev.polder.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One load on one contender: its connections, and what they have in common. Subclasses say when
/// requests are sent.
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows as the connection's end
abstract class Load implements ClientConnection.Owner {
  private static final int SCRATCH = 256 * 1024;

  private final EventLoopGroup group;
  private final Contender contender;
  private final Workload workload;
  private final int events;
  private final Failures failures;
  private final ByteBuf request;
  private final byte[] scratch = new byte[SCRATCH];
  private final CountDownLatch open;
  private final List<ClientConnection> connections = new ArrayList<>();

  /// @param events of each paced stream
  Load(
      EventLoopGroup group,
      Contender contender,
      Workload workload,
      int events,
      int connections,
      Failures failures) {
    this.group = group;
    this.contender = contender;
    this.workload = workload;
    this.events = events;
    this.failures = failures;
    // On the heap, where nobody has to release it.
    this.request = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(workload.request(events)));
    this.open = new CountDownLatch(connections);
  }

  /// Opens the next connection; the owner is told when it is there. On the loop.
  final void connect(Consumer<Bootstrap> options) {
    String where = contender.name() + ", " + workload.label();
    ClientConnection connection =
        new ClientConnection(workload.expectation(events), request, this, scratch, failures, where);
    connections.add(connection);
    Bootstrap bootstrap = Sockets.client(group).handler(connection);
    options.accept(bootstrap);
    ChannelFuture connecting = bootstrap.connect("127.0.0.1", contender.port());
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        failures.add(where + ": no connection");
        open.countDown();
      }
    });
  }

  @Override
  public void closed() {
    open.countDown();
  }

  final Contender contender() {
    return contender;
  }

  final void execute(Runnable task) {
    group.execute(task);
  }

  final void after(long nanos, Runnable task) {
    group.schedule(task, Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  /// Closes all connections once they have nothing under way, and waits for that.
  final void awaitClosed(Duration limit) throws InterruptedException {
    if (!open.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      failures.add(
          "%s, %s: answers still missing after %d s"
              .formatted(contender.name(), workload.label(), limit.toSeconds()));
      execute(() -> connections.forEach(ClientConnection::close));
    }
  }
}
