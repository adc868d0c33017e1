package dev.polder.http.server;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;

/// By which certificate a port is known to its clients, and what certificates it wants of them: TLS
/// 1.2 and 1.3, HTTP/1.1 only.
///
/// Two are equal when they hold the same, so a renewed file is told from one that was only touched.
///
/// @param file where the certificate was read, for messages
/// @param chain its own certificate first
/// @param clients whether clients show certificates too
/// @param clientAuthorities who signs those of clients; empty where none are asked for
public record ServerTls(
    Path file,
    List<X509Certificate> chain,
    PrivateKey key,
    Clients clients,
    List<X509Certificate> clientAuthorities) {
  /// Whether clients must show a certificate.
  public enum Clients {
    /// They are not asked for one.
    NOT_ASKED,
    /// They may show one; one that is shown must be good.
    OPTIONAL,
    /// Who shows none is not let in.
    REQUIRED
  }

  private static final Set<String> PROTOCOLS = new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2"));
  private static final int HANDSHAKE_SECONDS = 10;
  private static final char[] NO_PASSWORD = {};

  public ServerTls {
    chain = List.copyOf(chain);
    clientAuthorities = List.copyOf(clientAuthorities);
  }

  /// Reads a certificate, with those between it and its authority behind it, and its key. Both may
  /// stand in one file. Blocks.
  ///
  /// @throws IOException with a sentence for a person, and nothing of the key; its validity is not
  ///   looked at
  public static ServerTls read(Path certificate, Path key) throws IOException {
    List<X509Certificate> chain = certificates(certificate);
    PrivateKey found = PrivateKeys.read(key, certificate, chain.getFirst().getPublicKey());
    return new ServerTls(certificate, chain, found, Clients.NOT_ASKED, List.of());
  }

  /// The same, which asks clients for certificates that an authority in `file` has signed. Blocks.
  ///
  /// @throws IOException with a sentence for a person
  public ServerTls asking(Clients asked, Path authorities) throws IOException {
    return new ServerTls(file, chain, key, asked, certificates(authorities));
  }

  /// The certificates in a file in PEM form, at least one. Blocks.
  ///
  /// @throws IOException with a sentence for a person
  public static List<X509Certificate> certificates(Path file) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem.Block block : Pem.read(file, "certificate file").blocks()) {
        if (block.label().equals("CERTIFICATE")
            && factory.generateCertificate(new ByteArrayInputStream(block.bytes().array()))
                instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
    } catch (CertificateException damaged) {
      throw new IOException(
          "A certificate in the file '%s' is damaged. Put it there again.".formatted(file),
          damaged);
    }
    if (found.isEmpty()) {
      throw new IOException(
          "The file '%s' holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)."
              .formatted(file));
    }
    return found;
  }

  /// Until when clients believe it.
  public Instant ends() {
    return chain.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /// Makes sure that clients believe it now.
  ///
  /// @throws IOException when it has ended or not begun; the message names the file and the remedy
  public void requireValidAt(Instant now) throws IOException {
    Instant begins = chain.getFirst().getNotBefore().toInstant();
    if (now.isBefore(begins)) {
      throw new IOException(
          "The certificate in '%s' is valid from %s only. Wait until then, look at this machine's clock, or name another."
              .formatted(file, begins));
    }
    if (!now.isBefore(ends())) {
      throw new IOException(
          "The certificate in '%s' ended on %s, so no client would believe it. Renew it, or name another."
              .formatted(file, ends()));
    }
  }

  /// Sets up a server that has yet to listen.
  public HttpServerOptions setUp(HttpServerOptions options) {
    ServerSSLOptions tls = options();
    return options
        .setSsl(true)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
        .setKeyCertOptions(tls.getKeyCertOptions())
        .setTrustOptions(tls.getTrustOptions())
        .setClientAuth(tls.getClientAuth())
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
  }

  /// What a server that listens already is updated with. Connections that there are go on with what
  /// they began with.
  public ServerSSLOptions options() {
    ServerSSLOptions options =
        new ServerSSLOptions()
            .setKeyCertOptions(KeyCertOptions.wrap(keyManager()))
            .setClientAuth(
                switch (clients) {
                  case NOT_ASKED -> ClientAuth.NONE;
                  case OPTIONAL -> ClientAuth.REQUEST;
                  case REQUIRED -> ClientAuth.REQUIRED;
                })
            .setUseAlpn(true)
            .setApplicationLayerProtocols(List.of(HttpVersion.HTTP_1_1.alpnName()))
            .setEnabledSecureTransportProtocols(PROTOCOLS)
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    return clients == Clients.NOT_ASKED
        ? options
        : options.setTrustOptions(TrustOptions.wrap(trustManager()));
  }

  /// What shows it in a handshake.
  public X509KeyManager keyManager() {
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("polder", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509KeyManager x509) {
          return x509;
        }
      }
      throw new IllegalStateException("no key manager for X.509");
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("this JDK cannot hold a certificate", impossible);
    }
  }

  private TrustManager trustManager() {
    try {
      KeyStore store = emptyStore();
      for (X509Certificate authority : clientAuthorities) {
        store.setCertificateEntry("authority-" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("this JDK cannot hold certificates", impossible);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /// Whom the client's certificate on `connection` names, such as `CN=town-hall`; empty where it
  /// has shown none.
  public static Optional<String> subject(HttpConnection connection) {
    if (!connection.isSsl()) {
      return Optional.empty();
    }
    try {
      return connection.peerCertificates().stream()
          .findFirst()
          .filter(X509Certificate.class::isInstance)
          .map(shown -> ((X509Certificate) shown).getSubjectX500Principal().getName());
    } catch (SSLPeerUnverifiedException none) {
      return Optional.empty();
    }
  }

  /// Nothing of the key.
  @Override
  public String toString() {
    return "ServerTls[" + file + ", clients=" + clients + "]";
  }
}
