package dev.polder.app.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Which addresses only this machine can connect to.
public final class Loopback {
  private Loopback() {}

  /// Whether who listens at `host` is heard on this machine only. Names are looked up only where
  /// they cannot mislead: any name but `localhost` may mean other machines.
  public static boolean is(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    boolean literal = host.matches("[0-9.]+") || host.contains(":");
    try {
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }
}
