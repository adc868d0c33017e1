package dev.polder.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ThreadFactory;

/// How the benchmark's own two ends use sockets: one event loop each, epoll where there is epoll,
/// bytes without any codec.
final class Sockets {
  private Sockets() {}

  static EventLoopGroup loop(String name) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    ThreadFactory threads = Thread.ofPlatform().name(name).daemon(true).factory();
    return new MultiThreadIoEventLoopGroup(1, threads, io);
  }

  static ServerBootstrap server(EventLoopGroup loop, ChannelInitializer<SocketChannel> connection) {
    Class<? extends ServerChannel> kind =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    return new ServerBootstrap()
        .group(loop)
        .channel(kind)
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(connection);
  }

  static Bootstrap client(EventLoopGroup loop) {
    return new Bootstrap()
        .group(loop)
        .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true);
  }

  /// Moves what `buffer` holds into `scratch`, releases it and says how many bytes that were.
  /// Nothing may be left behind: `scratch` must be at least as long as a read can be.
  static int take(ByteBuf buffer, byte[] scratch) {
    int length = buffer.readableBytes();
    buffer.readBytes(scratch, 0, length);
    buffer.release();
    return length;
  }
}
