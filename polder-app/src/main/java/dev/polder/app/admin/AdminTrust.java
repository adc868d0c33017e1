package dev.polder.app.admin;

import dev.polder.http.client.Authorities;
import dev.polder.http.server.ServerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whose certificates a command believes, and which it shows itself.
///
/// @param ca authorities that are believed besides the usual ones
/// @param gateway the file of the gateway's own certificate, where it lies on this machine: who
///   shows exactly that one is believed, whatever name it was asked for
/// @param own what the command shows where it is asked
public record AdminTrust(Optional<Path> ca, Optional<Path> gateway, Optional<ServerTls> own) {
  /// The usual authorities only; nothing is shown.
  public static final AdminTrust USUAL =
      new AdminTrust(Optional.empty(), Optional.empty(), Optional.empty());

  /// What says so to Java's own client. Blocks.
  ///
  /// @throws IOException with a sentence for a person, when a file cannot be used
  SSLContext context() throws IOException {
    Authorities authorities =
        ca.isPresent() ? Authorities.read(List.of(ca.get())) : Authorities.USUAL;
    try {
      TrustManager believing = believing(authorities);
      if (gateway.isPresent() && believing instanceof X509ExtendedTrustManager others) {
        believing = new PinnedTrust(ServerTls.certificates(gateway.get()).getFirst(), others);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          own.map(shown -> new KeyManager[] {shown.keyManager()}).orElse(new KeyManager[0]),
          new TrustManager[] {believing},
          null);
      return context;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK cannot speak TLS", impossible);
    }
  }

  private static TrustManager believing(Authorities authorities) throws GeneralSecurityException {
    if (authorities.trustManager().isPresent()) {
      return authorities.trustManager().get();
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return factory.getTrustManagers()[0];
  }
}
