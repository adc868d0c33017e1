package dev.polder.http.client;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which hosts are reached without a proxy, as `NO_PROXY` lists them.
///
/// The rules are those of Go's `httpproxy` package, because they are written down: `example.org`
/// covers that host and all below it, `.example.org` and `*.example.org` only those below it, an
/// address itself, `10.0.0.0/8` the literal addresses of a network (no name is looked up for it),
/// `*` everything; a port may follow each of the first three. Loopback is always direct.
public final class NoProxy {
  /// Only loopback is direct.
  public static final NoProxy LOOPBACK_ONLY = new NoProxy(List.of());

  private final List<Rule> rules;

  private NoProxy(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /// Reads the entries of a list; blank ones count for nothing.
  ///
  /// @throws IllegalArgumentException with a sentence for a person
  public static NoProxy of(List<String> entries) {
    return new NoProxy(
        entries.stream()
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .map(NoProxy::rule)
            .toList());
  }

  /// What these or `others` cover.
  public NoProxy and(NoProxy others) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(others.rules);
    return new NoProxy(all);
  }

  private static Rule rule(String entry) {
    if (entry.equals("*")) {
      return new Everything();
    }
    if (entry.contains("/")) {
      return network(entry);
    }
    if (literal(entry).isPresent()) {
      return new Name(entry, true, 0);
    }
    int colon = entry.lastIndexOf(':');
    String name = colon < 0 ? entry : entry.substring(0, colon);
    int port = colon < 0 ? 0 : port(entry, entry.substring(colon + 1));
    name = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    name = name.startsWith("*.") ? name.substring(1) : name;
    return name.startsWith(".")
        ? new Name(name.substring(1), false, port)
        : new Name(name, true, port);
  }

  private static Network network(String entry) {
    int slash = entry.indexOf('/');
    Optional<InetAddress> address = literal(entry.substring(0, slash));
    String length = entry.substring(slash + 1);
    if (address.isPresent() && length.matches("\\d{1,3}")) {
      int bits = Integer.parseInt(length);
      if (bits <= 8 * address.get().getAddress().length) {
        return new Network(address.get(), bits);
      }
    }
    throw unusable(entry, "is no network");
  }

  private static int port(String entry, String text) {
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw unusable(entry, "has no usable port");
  }

  private static IllegalArgumentException unusable(String entry, String why) {
    return new IllegalArgumentException(
        "The entry '%s' of the hosts without proxy %s. Write a host such as example.org, .example.org"
                .formatted(entry, why)
            + " or example.org:8443, a network such as 10.0.0.0/8, or *.");
  }

  /// Whether `host` is reached without a proxy. No name is looked up.
  ///
  /// @param host a name or a literal address, IPv6 with or without brackets
  boolean covers(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    name = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    return isLoopback(name) || covered(name, port);
  }

  private boolean covered(String name, int port) {
    for (Rule rule : rules) {
      if (rule.covers(name, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLoopback(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || literal(name).map(InetAddress::isLoopbackAddress).orElse(false);
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoProxy same && rules.equals(same.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  /// One entry.
  private sealed interface Rule {
    boolean covers(String name, int port);
  }

  private record Everything() implements Rule {
    @Override
    public boolean covers(String name, int port) {
      return true;
    }
  }

  /// @param itself whether the name itself is meant too, not only what is below it
  /// @param onlyPort 0 for any
  private record Name(String suffix, boolean itself, int onlyPort) implements Rule {
    @Override
    public boolean covers(String name, int port) {
      boolean portFits = onlyPort == 0 || onlyPort == port;
      return portFits && ((itself && name.equals(suffix)) || name.endsWith("." + suffix));
    }
  }

  private record Network(InetAddress address, int bits) implements Rule {
    @Override
    public boolean covers(String name, int port) {
      return literal(name).map(literal -> holds(literal.getAddress())).orElse(false);
    }

    private boolean holds(byte[] other) {
      byte[] own = address.getAddress();
      if (other.length != own.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      return Arrays.equals(other, 0, whole, own, 0, whole)
          && (rest == 0 || ((other[whole] ^ own[whole]) & (0xff00 >> rest) & 0xff) == 0);
    }
  }
}
