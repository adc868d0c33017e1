package dev.polder.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A model server that only pretends: it answers what a [Workload] says from bytes made beforehand,
/// as fast as sockets allow. Any thread may close it.
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows as the connection's end
final class Upstream implements AutoCloseable {
  /// Longer than a read of Netty's can be.
  private static final int SCRATCH = 256 * 1024;

  private final EventLoopGroup group = Sockets.loop("upstream");
  private final byte[] scratch = new byte[SCRATCH];
  private final Channel listening;
  private final Map<Workload, PacedStreams> paced = new EnumMap<>(Workload.class);
  private final Map<Workload, byte[]> plain = new EnumMap<>(Workload.class);
  private final Map<Workload, byte[]> withUsage = new EnumMap<>(Workload.class);

  private Upstream() {
    for (Workload workload : Workload.values()) {
      switch (workload.kind()) {
        case ANSWER -> {
          plain.put(workload, Answers.whole(workload.size()));
          withUsage.put(workload, Answers.whole(workload.size()));
        }
        case UNSPACED -> {
          plain.put(workload, Answers.unspaced(workload.size(), false));
          withUsage.put(workload, Answers.unspaced(workload.size(), true));
        }
        case PACED -> paced.put(workload, new PacedStreams(workload.size(), group.next()));
      }
    }
    listening =
        Sockets.server(
                group,
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new Connection());
                  }
                })
            .bind("0.0.0.0", 0)
            .syncUninterruptibly()
            .channel();
  }

  /// Starts to listen, on a free port of every local address.
  static Upstream start() {
    return new Upstream();
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void answer(RequestReader.Request request, Channel channel) {
    byte[] bytes = (request.usageAsked() ? withUsage : plain).get(request.workload());
    if (bytes != null) {
      channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
      return;
    }
    PacedStreams streams = paced.get(request.workload());
    if (streams != null) {
      streams.begin(channel, request.events(), request.usageAsked());
    }
  }

  private final class Connection extends ChannelInboundHandlerAdapter {
    private final RequestReader reader = new RequestReader();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      int length = Sockets.take((ByteBuf) message, scratch);
      reader.feed(scratch, length, request -> answer(request, context.channel()));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
      // What this means for the measurement, the client's end sees and counts.
      context.close();
    }
  }
}
