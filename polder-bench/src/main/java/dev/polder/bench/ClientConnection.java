package dev.polder.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// One connection of the load generator: sends a request when told to, reads the answer, and holds
/// it against what was expected. On the load's event loop only.
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows as the connection's end
final class ClientConnection extends ChannelInboundHandlerAdapter implements AnswerReader.Listener {
  /// Whose connection it is.
  interface Owner {
    /// It can be used now.
    void connected(ClientConnection connection);

    /// One event of a stream; `bytes` are the connection's own until this returns.
    void event(byte[] bytes, int length);

    /// An answer is over; it was a good one unless a failure was counted.
    void answered(ClientConnection connection, boolean good);

    /// The connection is gone.
    void closed();
  }

  private final AnswerReader reader;
  private final ByteBuf request;
  private final Owner owner;
  private final byte[] scratch;
  private final Failures failures;
  private final String where;
  private @Nullable Channel channel;
  private boolean awaitsAnswer;
  private long due;

  /// @param scratch shared by the connections of one loop
  /// @param where said before every failure
  ClientConnection(
      Expectation expectation,
      ByteBuf request,
      Owner owner,
      byte[] scratch,
      Failures failures,
      String where) {
    this.reader = new AnswerReader(expectation, this);
    this.request = request;
    this.owner = owner;
    this.scratch = scratch;
    this.failures = failures;
    this.where = where;
  }

  /// When the request that is under way should have been sent, in nanoseconds.
  long due() {
    return due;
  }

  void send(long dueAt) {
    due = dueAt;
    awaitsAnswer = true;
    if (channel != null) {
      channel.writeAndFlush(request.duplicate(), channel.voidPromise());
    }
  }

  void close() {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    owner.connected(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    int length = Sockets.take((ByteBuf) message, scratch);
    try {
      reader.feed(scratch, 0, length);
    } catch (IllegalStateException noHttp) {
      fail(String.valueOf(noHttp.getMessage()));
      awaitsAnswer = false;
      context.close();
    }
  }

  @Override
  public void event(byte[] bytes, int length) {
    owner.event(bytes, length);
  }

  @Override
  public void answered(String fault) {
    boolean good = fault.isEmpty() && awaitsAnswer;
    if (!good) {
      fail(fault.isEmpty() ? "an answer that nobody asked for" : fault);
    }
    awaitsAnswer = false;
    owner.answered(this, good);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (awaitsAnswer) {
      fail(reader.isInside() ? "answer cut off" : "connection closed before an answer");
    }
    owner.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
    context.close();
  }

  private void fail(String what) {
    failures.add(where + ": " + what);
  }
}
