package dev.polder.http.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose signatures on certificates are believed: those that the JDK believes, and more.
public final class Authorities {
  /// Those that the JDK believes.
  public static final Authorities USUAL = new Authorities(List.of());

  private final List<Certificate> added;

  /// Certificates are slow to hash, and this is asked for every request.
  private final int hash;

  /// Made beforehand, because reading the JDK's certificates takes too long for an event loop.
  private final Optional<TrustManager> trustManager;

  private Authorities(List<Certificate> added) {
    this.added = List.copyOf(added);
    this.hash = this.added.hashCode();
    this.trustManager = added.isEmpty() ? Optional.empty() : Optional.of(believing(added));
  }

  /// The usual ones and those in `files`, each with one certificate or more in PEM form. Blocks.
  ///
  /// @throws IOException with a sentence for a person, when a file cannot be read or holds none
  public static Authorities read(List<Path> files) throws IOException {
    List<Certificate> certificates = new ArrayList<>();
    for (Path file : files) {
      certificates.addAll(certificates(file));
    }
    return new Authorities(certificates);
  }

  private static List<Certificate> certificates(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IOException(
          "The file of certificates '%s' cannot be read. Name a file in PEM form.".formatted(file));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException malformed) {
      // Falls through to the sentence that says so.
    }
    throw new IOException(
        "The file '%s' holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)."
            .formatted(file));
  }

  /// These and `others`.
  public Authorities and(Authorities others) {
    List<Certificate> all = new ArrayList<>(added);
    all.addAll(others.added);
    return new Authorities(all);
  }

  /// What believes these and the usual ones; empty where nothing was added to the usual ones.
  public Optional<TrustManager> trustManager() {
    return trustManager;
  }

  private static TrustManager believing(List<Certificate> added) {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      int number = 0;
      for (X509Certificate usual : anchors(null).getAcceptedIssuers()) {
        anchors.setCertificateEntry("usual-" + number++, usual);
      }
      for (Certificate more : added) {
        anchors.setCertificateEntry("added-" + number++, more);
      }
      return anchors(anchors);
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException("this JDK cannot hold certificates", impossible);
    }
  }

  private static X509TrustManager anchors(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Authorities same && hash == same.hash && added.equals(same.added));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
