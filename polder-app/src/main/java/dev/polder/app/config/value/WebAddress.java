package dev.polder.app.config.value;

import java.net.URI;

/// Where something is called over HTTP: `http` or `https`, a host, no user. Its query may be a
/// secret and is not printed.
public record WebAddress(URI uri) {
  @Override
  public String toString() {
    return uri.getQuery() == null ? uri.toString() : uri.toString().replaceFirst("\\?.*", "?***");
  }
}
