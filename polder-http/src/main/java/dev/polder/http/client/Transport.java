package dev.polder.http.client;

import java.util.Map;

/// How requests to an upstream travel: through which proxy, and on whose word a server is believed.
/// Certificates and host names are always verified.
public record Transport(Proxies proxies, Authorities authorities) {
  /// Without a proxy, trusting whom the JDK trusts.
  public static final Transport DIRECT = new Transport(Proxies.NONE, Authorities.USUAL);

  /// Through the proxies that the environment names, see [Proxies#from(Map)].
  public static Transport from(Map<String, String> environment) {
    return new Transport(Proxies.from(environment), Authorities.USUAL);
  }

  /// The same through other proxies.
  public Transport withProxies(Proxies others) {
    return new Transport(others, authorities);
  }

  /// The same, trusting these.
  public Transport withAuthorities(Authorities others) {
    return new Transport(proxies, others);
  }
}
