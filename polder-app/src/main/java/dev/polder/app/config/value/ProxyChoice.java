package dev.polder.app.config.value;

import java.net.URI;

/// Which way requests leave the house.
public sealed interface ProxyChoice {
  /// As `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
  record FromEnvironment() implements ProxyChoice {}

  /// Directly, whatever the environment says.
  record None() implements ProxyChoice {}

  /// Through this proxy.
  ///
  /// @param address `http://HOST:PORT`, without user: a password does not belong in the file
  record At(URI address) implements ProxyChoice {}
}
