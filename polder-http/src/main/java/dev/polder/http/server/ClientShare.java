package dev.polder.http.server;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many connections each client has, so that none takes those of the others. Any thread may
/// ask; each question costs one look into a map that holds no more than there are connections.
///
/// A client is an IPv4 address, or the first half of an IPv6 address: whoever has one address of
/// that half has all 2^64 of them. Headers such as `x-forwarded-for` count for nothing, since
/// anybody can write them.
public final class ClientShare {
  /// What a connection may expect.
  public enum Standing {
    /// It is one of those that its client may have.
    WITHIN,
    /// It is one too many; its first request is answered with the reason, and it is closed.
    SURPLUS,
    /// Its client has as many surplus ones too, so nothing is said.
    SHUT_OUT
  }

  private static final Place UNCOUNTED = new Place(Standing.WITHIN, () -> {});

  private final int most;
  private final boolean sparesOwnMachine;
  private final ConcurrentMap<Long, Integer> counts = new ConcurrentHashMap<>();

  private ClientShare(int most, boolean sparesOwnMachine) {
    this.most = most;
    this.sparesOwnMachine = sparesOwnMachine;
  }

  /// At most `most` for each client, whoever it is.
  public static ClientShare of(int most) {
    return new ClientShare(most, false);
  }

  /// At most `most` for each client on another machine. A proxy on this one speaks for many.
  public static ClientShare ofOthers(int most) {
    return new ClientShare(most, true);
  }

  /// A place for one connection.
  ///
  /// @param standing what the connection may expect
  record Place(Standing standing, Runnable release) {
    /// The connection is closed. To be called once.
    void leave() {
      release.run();
    }
  }

  /// Takes a place for a connection from `address`.
  Place take(SocketAddress address) {
    if (!address.isInetSocket() || address.hostAddress() == null) {
      return UNCOUNTED;
    }
    InetAddress client = InetAddress.ofLiteral(address.hostAddress());
    if (sparesOwnMachine && client.isLoopbackAddress()) {
      return UNCOUNTED;
    }
    Long key = key(client.getAddress());
    int count = counts.merge(key, 1, Integer::sum);
    return new Place(
        standing(count),
        () -> counts.computeIfPresent(key, (same, now) -> now > 1 ? now - 1 : null));
  }

  private Standing standing(int count) {
    if (count <= most) {
      return Standing.WITHIN;
    }
    return count <= 2L * most ? Standing.SURPLUS : Standing.SHUT_OUT;
  }

  /// The whole of an IPv4 address, the first half of an IPv6 address. The two do not meet: no IPv6
  /// address with so many zeros in front belongs to a client.
  private static long key(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == 4 ? Integer.toUnsignedLong(bytes.getInt()) : bytes.getLong();
  }

  /// How many clients have connections.
  int clients() {
    return counts.size();
  }
}
