package dev.polder.http.client;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Through which proxy an address is reached, if through any.
///
/// @param byScheme the proxy of `http` and of `https` addresses
/// @param direct hosts that are reached without one
public record Proxies(Map<String, Proxy> byScheme, NoProxy direct) {
  /// Everything is reached without a proxy.
  public static final Proxies NONE = new Proxies(Map.of(), NoProxy.LOOPBACK_ONLY);

  public Proxies {
    byScheme = Map.copyOf(byScheme);
  }

  /// One proxy for everything but `direct` and loopback.
  public static Proxies through(Proxy proxy, NoProxy direct) {
    return new Proxies(Map.of("http", proxy, "https", proxy), direct);
  }

  /// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in small letters first.
  ///
  /// @throws IllegalArgumentException with a sentence for a person that names the variable
  public static Proxies from(Map<String, String> environment) {
    Map<String, Proxy> byScheme = new HashMap<>();
    for (String scheme : new String[] {"http", "https"}) {
      proxy(environment, scheme + "_proxy")
          .or(() -> proxy(environment, "all_proxy"))
          .ifPresent(proxy -> byScheme.put(scheme, proxy));
    }
    try {
      return new Proxies(
          byScheme,
          NoProxy.of(
              Arrays.asList(value(environment, "no_proxy").orElse("").split("[,\\s]+", -1))));
    } catch (IllegalArgumentException unusable) {
      throw naming("NO_PROXY", unusable);
    }
  }

  private static Optional<Proxy> proxy(Map<String, String> environment, String variable) {
    try {
      return value(environment, variable).map(Proxy::parse);
    } catch (IllegalArgumentException unusable) {
      throw naming(variable.toUpperCase(Locale.ROOT), unusable);
    }
  }

  private static IllegalArgumentException naming(String variable, IllegalArgumentException fault) {
    return new IllegalArgumentException(
        "The environment variable %s: %s".formatted(variable, fault.getMessage()), fault);
  }

  /// Small letters win, as with curl; a variable that is set to nothing counts as not set.
  private static Optional<String> value(Map<String, String> environment, String variable) {
    for (String name : new String[] {variable, variable.toUpperCase(Locale.ROOT)}) {
      String value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /// The proxy for `address`, or none.
  public Optional<Proxy> forAddress(URI address) {
    Proxy proxy = byScheme.get(address.getScheme());
    if (proxy == null || direct.covers(address.getHost(), portOf(address))) {
      return Optional.empty();
    }
    return Optional.of(proxy);
  }

  private static int portOf(URI address) {
    if (address.getPort() > 0) {
      return address.getPort();
    }
    return address.getScheme().equals("https") ? 443 : 80;
  }
}
