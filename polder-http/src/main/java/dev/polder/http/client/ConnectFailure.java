package dev.polder.http.client;

import io.netty.handler.proxy.ProxyConnectException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says in a few words why no connection came to be. Proxies' passwords are never in them.
final class ConnectFailure {
  private static final int LONGEST = 200;

  private ConnectFailure() {}

  /// @param proxy the proxy that the connection was to go through
  static String describe(Throwable failure, Optional<Proxy> proxy) {
    String what =
        switch (failure) {
          case UnknownHostException unknown -> "unknown host";
          case ProxyConnectException refused -> "not let through: " + lastPart(refused);
          case ConnectException refused -> "connection refused";
          case SSLException handshake -> "TLS failure: " + tls(handshake);
          case TimeoutException late -> "no connection in time";
          default -> "no connection: " + shortened(failure.getMessage());
        };
    return proxy.map(through -> what + " (through the proxy " + through + ")").orElse(what);
  }

  /// Netty writes protocol, kind of credential, both addresses and then the reason.
  private static String lastPart(ProxyConnectException refused) {
    String message = shortened(refused.getMessage());
    return message.substring(message.lastIndexOf(", ") + 1).strip();
  }

  private static String tls(SSLException handshake) {
    if (hasCause(handshake, CertificateExpiredException.class)
        || hasCause(handshake, CertificateNotYetValidException.class)) {
      return "its certificate is not valid today; renew it, or set this machine's clock";
    }
    if (hasCause(handshake, CertPathBuilderException.class)) {
      return "no trusted authority signed its certificate; name the authority's file as 'ca'";
    }
    if (hasCause(handshake, CertificateException.class)) {
      return "its certificate does not belong to the name in 'base-url'";
    }
    return shortened(handshake.getMessage());
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String shortened(@Nullable String message) {
    String text = message == null ? "unknown" : message;
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
