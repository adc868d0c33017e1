package dev.polder.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates and keys as files hold them, and what is said of files that hold something else.
final class ServerTlsTest {
  private static final String NAMES = "dns:localhost,ip:127.0.0.1";

  @TempDir private static Path made = Path.of("");
  private static TestAuthority.Certificate certificate;
  private static TestAuthority.Certificate other;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void make() throws IOException {
    TestAuthority authority = TestAuthority.in(made);
    certificate = authority.sign("polder", NAMES);
    other = authority.sign("other", NAMES);
  }

  @Test
  void aCertificateAndItsKeyAreRead() throws Exception {
    // When
    ServerTls tls = ServerTls.read(certificate.chain(), certificate.key());

    // Then
    assertThat(tls.chain()).hasSize(2);
    assertThat(tls.chain().getFirst().getSubjectX500Principal().getName()).isEqualTo("CN=polder");
    assertThat(tls.ends()).isAfter(Instant.now());
    assertThat(tls.toString()).contains("polder.pem").doesNotContain("EC", "PRIVATE");
  }

  @Test
  void bothMayStandInOneFile() throws Exception {
    // Given
    Path both =
        Files.writeString(
            folder.resolve("both.pem"),
            Files.readString(certificate.key()) + Files.readString(certificate.chain()));

    // Then
    assertThat(ServerTls.read(both, both).chain()).hasSize(2);
  }

  @Test
  void theSameContentIsTheSameCertificate() throws Exception {
    // Given
    ServerTls tls = ServerTls.read(certificate.chain(), certificate.key());

    // Then
    assertThat(ServerTls.read(certificate.chain(), certificate.key())).isEqualTo(tls);
    assertThat(ServerTls.read(other.chain(), other.key())).isNotEqualTo(tls);
    assertThat(tls.asking(ServerTls.Clients.REQUIRED, certificate.chain())).isNotEqualTo(tls);
  }

  /// As `openssl ecparam -genkey` writes it: the inner part of the newer form, and parameters
  /// before it.
  @Test
  void aKeyInTheOlderFormIsRead() throws Exception {
    // Given
    byte[] newer = decoded(certificate.key());
    byte[] older = Arrays.copyOfRange(newer, inner(newer), newer.length);
    Path key =
        Files.writeString(
            folder.resolve("older.key"),
            """
            -----BEGIN EC PARAMETERS-----
            BggqhkjOPQMBBw==
            -----END EC PARAMETERS-----
            -----BEGIN EC PRIVATE KEY-----
            %s
            -----END EC PRIVATE KEY-----
            """
                .formatted(Base64.getEncoder().encodeToString(older)));

    // Then
    assertThat(ServerTls.read(certificate.chain(), key))
        .isEqualTo(ServerTls.read(certificate.chain(), certificate.key()));
  }

  private static byte[] decoded(Path pem) throws IOException {
    return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----[^-]+-----", ""));
  }

  /// Where the content of the octet string begins that is the last element of a short PKCS #8 key.
  private static int inner(byte[] pkcs8) {
    int algorithm = (pkcs8[1] < 0 ? 3 : 2) + 3;
    int octets = algorithm + 2 + pkcs8[algorithm + 1];
    assertThat(pkcs8[octets]).isEqualTo((byte) 0x04);
    return octets + (pkcs8[octets + 1] < 0 ? 3 : 2);
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() {
    assertThatThrownBy(() -> ServerTls.read(certificate.chain(), other.key()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.key' is not that of the certificate in")
        .hasMessageContaining("Name the pair that was made together");
  }

  @Test
  void filesThatHoldSomethingElseAreNamedWithTheRemedy() throws Exception {
    refuses("no such file", "does not exist. Create it");
    Files.writeString(folder.resolve("text"), "no key");
    refuses("text", "holds no private key in PEM form");
    Files.write(folder.resolve("damaged"), pem("PRIVATE KEY", "damaged".getBytes(US_ASCII)));
    refuses("damaged", "is damaged, or not of the kind of its certificate (EC)");
    Files.write(folder.resolve("locked"), pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));
    refuses("locked", "is encrypted, and Polder asks for no passphrase");
    assertThatThrownBy(() -> ServerTls.certificates(certificate.key()))
        .hasMessageContaining("holds no certificate in PEM form");
  }

  private static byte[] pem(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getEncoder().encodeToString(content), label)
        .getBytes(US_ASCII);
  }

  private void refuses(String key, String message) {
    assertThatThrownBy(() -> ServerTls.read(certificate.chain(), folder.resolve(key)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(message);
  }

  @Test
  void aCertificateThatHasEndedOrNotBegunIsNotShown() throws Exception {
    // Given
    ServerTls tls = ServerTls.read(certificate.chain(), certificate.key());
    Instant begins = tls.chain().getFirst().getNotBefore().toInstant();

    // Then
    tls.requireValidAt(begins);
    tls.requireValidAt(tls.ends().minusMillis(1));
    assertThatThrownBy(() -> tls.requireValidAt(tls.ends()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("polder.pem' ended on")
        .hasMessageContaining("Renew it");
    assertThatThrownBy(() -> tls.requireValidAt(begins.minus(Duration.ofSeconds(1))))
        .hasMessageContaining("is valid from");
  }
}
