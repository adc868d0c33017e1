package dev.polder.app.admin;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes a server that shows one certificate, and others as somebody else does.
///
/// The certificate is that of a gateway on this machine, read from the gateway's own file. It need
/// not name `127.0.0.1`, and its authority need not be known here: to show it takes its key.
final class PinnedTrust extends X509ExtendedTrustManager {
  private final X509Certificate known;
  private final X509ExtendedTrustManager others;

  PinnedTrust(X509Certificate known, X509ExtendedTrustManager others) {
    this.known = known;
    this.others = others;
  }

  private boolean isKnown(X509Certificate[] chain) {
    return chain.length > 0 && chain[0].equals(known);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (!isKnown(chain)) {
      others.checkServerTrusted(chain, type, engine);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (!isKnown(chain)) {
      others.checkServerTrusted(chain, type, socket);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (!isKnown(chain)) {
      others.checkServerTrusted(chain, type);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    others.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    others.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    others.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return others.getAcceptedIssuers();
  }
}
