package dev.polder.http.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.regex.Pattern;

/// An HTTP proxy on the way out of the house. It is never printed with its password.
///
/// @param user sent with the password as `Proxy-Authorization`; `""` for a proxy that asks nobody
public record Proxy(String host, int port, String user, String password) {
  /// What stands before the host is a secret, and is not repeated.
  private static final Pattern CREDENTIAL = Pattern.compile("(?<=//).*@|^(?!\\w+://).*@");

  /// Reads `http://host:port`, `http://user:password@host:port` or `host:port`.
  ///
  /// @throws IllegalArgumentException with a sentence for a person, without the password
  public static Proxy parse(String url) {
    String shown = CREDENTIAL.matcher(url).replaceAll("");
    URI address;
    try {
      address = new URI(url.contains("://") ? url : "http://" + url);
    } catch (URISyntaxException malformed) {
      throw unusable(shown, "cannot be read");
    }
    if (!"http".equalsIgnoreCase(address.getScheme())) {
      throw unusable(shown, "has the scheme '" + address.getScheme() + "', which is not spoken");
    }
    if (address.getHost() == null || address.getPort() < 1 || address.getPort() > 65_535) {
      throw unusable(shown, "names no host and port");
    }
    String[] credential =
        address.getRawUserInfo() == null
            ? new String[] {""}
            : address.getRawUserInfo().split(":", 2);
    return new Proxy(
        address.getHost(),
        address.getPort(),
        decoded(credential[0]),
        credential.length > 1 ? decoded(credential[1]) : "");
  }

  private static IllegalArgumentException unusable(String shown, String why) {
    return new IllegalArgumentException(
        "The proxy '%s' %s. Write it as http://host:port.".formatted(shown, why));
  }

  /// Percent-decoded; a plus sign stands for itself.
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /// Host and port only.
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
