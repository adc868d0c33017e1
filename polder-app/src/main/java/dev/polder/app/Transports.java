package dev.polder.app;

import dev.polder.app.config.ProviderSettings;
import dev.polder.app.config.TransportSettings;
import dev.polder.app.config.value.ProxyChoice;
import dev.polder.http.client.Authorities;
import dev.polder.http.client.NoProxy;
import dev.polder.http.client.Proxies;
import dev.polder.http.client.Proxy;
import dev.polder.http.client.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How requests travel to each provider: through which proxy, and whose certificates are believed.
record Transports(
    TransportSettings usual,
    NoProxy direct,
    Authorities authorities,
    Map<String, String> environment) {
  /// @throws IOException when a file of authorities, a proxy or a list of hosts cannot be used
  static Transports of(TransportSettings usual, Map<String, String> environment)
      throws IOException {
    try {
      return new Transports(
          usual, NoProxy.of(usual.noProxy()), authorities(usual.ca()), Map.copyOf(environment));
    } catch (IllegalArgumentException unusable) {
      throw new IOException("transport: " + unusable.getMessage(), unusable);
    }
  }

  private static Authorities authorities(Optional<Path> file) throws IOException {
    return file.isEmpty() ? Authorities.USUAL : Authorities.read(List.of(file.get()));
  }

  Transport of(ProviderSettings.Remote remote) throws IOException {
    try {
      return new Transport(
          proxies(remote.proxy().orElse(usual.proxy())),
          remote.ca().isEmpty() ? authorities : authorities.and(authorities(remote.ca())));
    } catch (IllegalArgumentException unusable) {
      throw new IOException(
          "Provider '%s': %s".formatted(remote.name(), unusable.getMessage()), unusable);
    }
  }

  private Proxies proxies(ProxyChoice choice) {
    return switch (choice) {
      case ProxyChoice.None none -> Proxies.NONE;
      case ProxyChoice.At at -> Proxies.through(Proxy.parse(at.address().toString()), direct);
      case ProxyChoice.FromEnvironment ignored -> {
        Proxies told = Proxies.from(environment);
        yield new Proxies(told.byScheme(), told.direct().and(direct));
      }
    };
  }
}
