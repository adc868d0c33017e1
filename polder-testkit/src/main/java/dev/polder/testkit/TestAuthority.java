package dev.polder.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// An authority that signs certificates for a test, and that nobody believes who was not given its
/// file. Made with the JDK's `keytool`.
public final class TestAuthority {
  private static final String PASSWORD = "for-tests";

  private final Path folder;
  private final Path store;

  private TestAuthority(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("authority.p12");
  }

  /// A new one, which keeps its files in `folder`.
  public static TestAuthority in(Path folder) throws IOException {
    TestAuthority authority = new TestAuthority(folder);
    authority.generate("authority", "-dname", "CN=Test authority", "-ext", "bc:critical=ca:true");
    return authority;
  }

  /// The file to trust, in PEM form.
  public Path file() throws IOException {
    try {
      return Files.writeString(
          folder.resolve("authority.pem"),
          pem("CERTIFICATE", keys().getCertificate("authority").getEncoded()),
          US_ASCII);
    } catch (GeneralSecurityException unusable) {
      throw new IOException(unusable);
    }
  }

  private static String pem(String label, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded), label);
  }

  /// What a client needs that believes nobody but this authority.
  public SSLContext believing() throws IOException {
    try {
      return context(new KeyManager[0]);
    } catch (GeneralSecurityException unusable) {
      throw new IOException(unusable);
    }
  }

  private SSLContext context(KeyManager[] shown) throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("authority", keys().getCertificate("authority"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown, trust.getTrustManagers(), null);
    return context;
  }

  /// A certificate that this authority signs.
  ///
  /// @param names alternative names as `keytool` writes them, such as `dns:localhost,ip:127.0.0.1`
  /// @param more further options of `keytool`
  public Certificate sign(String alias, String names, String... more) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-signer", "authority", "-dname", "CN=" + alias));
    options.addAll(List.of("-ext", "san=" + names));
    options.addAll(List.of(more));
    generate(alias, options.toArray(String[]::new));
    return new Certificate(alias);
  }

  private void generate(String alias, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of(options));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = keytool.getInputStream()) {
      String said = new String(output.readAllBytes(), US_ASCII);
      if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool made no certificate: " + said);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  /// A certificate with its key.
  public final class Certificate {
    private final String alias;

    private Certificate(String alias) {
      this.alias = alias;
    }

    /// Its file in PEM form, its authority behind it.
    public Path chain() throws IOException {
      try {
        StringBuilder all = new StringBuilder();
        for (java.security.cert.Certificate each : keys().getCertificateChain(alias)) {
          all.append(pem("CERTIFICATE", each.getEncoded()));
        }
        return Files.writeString(folder.resolve(alias + ".pem"), all, US_ASCII);
      } catch (GeneralSecurityException unusable) {
        throw new IOException(unusable);
      }
    }

    /// The file of its key in PEM form (PKCS #8).
    public Path key() throws IOException {
      try {
        byte[] encoded = keys().getKey(alias, PASSWORD.toCharArray()).getEncoded();
        return Files.writeString(
            folder.resolve(alias + ".key"), pem("PRIVATE KEY", encoded), US_ASCII);
      } catch (GeneralSecurityException unusable) {
        throw new IOException(unusable);
      }
    }

    /// What a client needs that believes the authority and shows this certificate.
    public SSLContext shown() throws IOException {
      try {
        return context(keyManagers());
      } catch (GeneralSecurityException unusable) {
        throw new IOException(unusable);
      }
    }

    /// Makes sockets that show it.
    ServerSocketFactory sockets() throws IOException {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(), null, null);
        return context.getServerSocketFactory();
      } catch (GeneralSecurityException unusable) {
        throw new IOException(unusable);
      }
    }

    private KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
      KeyStore all = keys();
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      one.setKeyEntry(
          alias,
          all.getKey(alias, PASSWORD.toCharArray()),
          PASSWORD.toCharArray(),
          all.getCertificateChain(alias));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(one, PASSWORD.toCharArray());
      return factory.getKeyManagers();
    }
  }
}
