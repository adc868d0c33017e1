package dev.polder.app;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.Loopback;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.http.server.ServerTls;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two ports, as far as a changed configuration says something new about who comes in at them:
/// their certificates and the admin API's tokens.
///
/// Where they listen, and whether they speak TLS, stays as it was at the start. So a change is
/// measured by that, and not by what the file says now about an address.
///
/// @param started what Polder started with
record Doors(Configuration started, GatewayServer server, Steering steering, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger("polder");

  /// Makes sure that clients will believe the certificates that a configuration names.
  ///
  /// @throws IOException when one has ended or not begun; the message names file and remedy
  static void requireValid(Configuration configuration, InstantSource clock) throws IOException {
    requireValid(Optional.empty(), configuration.server().tls(), clock);
    requireValid(Optional.empty(), configuration.admin().tls(), clock);
  }

  /// One that is shown already need not be good any more: it must not keep other changes out.
  private static void requireValid(
      Optional<ServerTls> shown, Optional<ServerTls> wanted, InstantSource clock)
      throws IOException {
    if (wanted.isPresent() && !wanted.equals(shown)) {
      wanted.get().requireValidAt(clock.instant());
    }
  }

  /// Makes sure that `changed` can take the place of `running`.
  ///
  /// @throws IOException when it would open the data port to everybody, or names a certificate that
  ///   no client would believe
  void check(Configuration running, Configuration changed) throws IOException {
    if (changed.keys().isEmpty() && !Loopback.is(started.server().host())) {
      throw new IOException(
          "It has no keys, and the data port still listens at '%s' for other machines, so anyone could call. Add a key under 'keys', or start Polder anew to listen at 127.0.0.1."
              .formatted(started.server().host()));
    }
    requireValid(running.server().tls(), changed.server().tls(), clock);
    requireValid(running.admin().tls(), changed.admin().tls(), clock);
  }

  /// Lets it do so.
  void follow(Configuration running, Configuration changed) {
    news(started.server().tls(), running.server().tls(), changed.server().tls())
        .ifPresent(server::show);
    news(started.admin().tls(), running.admin().tls(), changed.admin().tls())
        .ifPresent(steering::show);
    if (!changed.admin().tokens().isEmpty()) {
      steering.letIn(changed.admin().tokens());
    } else if (!running.admin().tokens().isEmpty()) {
      LOG.warn("The admin API's token is configured no more; until the next start it lets in.");
    }
  }

  private static Optional<ServerTls> news(
      Optional<ServerTls> first, Optional<ServerTls> shown, Optional<ServerTls> wanted) {
    return first.isPresent() && !wanted.equals(shown) ? wanted : Optional.empty();
  }
}
