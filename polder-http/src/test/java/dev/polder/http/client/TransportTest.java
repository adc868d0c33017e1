package dev.polder.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.http.Bytes;
import dev.polder.http.TestLoop;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedProxy;
import dev.polder.testkit.ScriptedUpstream;
import dev.polder.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which way a request takes, and whom it believes, on real sockets.
final class TransportTest {
  /// `Basic` of `me:planted-password`.
  private static final String AUTHORIZATION = "Basic bWU6cGxhbnRlZC1wYXNzd29yZA==";

  private static final Script HELLO = Script.begin().reply(200, "text/plain", "hello");

  @TempDir private static Path folder;

  private static TestAuthority.Certificate certificate;
  private static Path authorityFile;

  private final TestLoop loop = new TestLoop();
  private final Heard heard = new Heard();
  private UpstreamClient client;

  @BeforeAll
  static void sign() throws IOException {
    TestAuthority authority = TestAuthority.in(folder);
    certificate = authority.sign("upstream", "dns:models.test,ip:127.0.0.1");
    authorityFile = authority.file();
  }

  @BeforeEach
  void start() throws Exception {
    client = loop.call(() -> new UpstreamClient(loop.vertx(), 1));
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private void send(URI address, Transport transport) throws Exception {
    UpstreamRequest request =
        new UpstreamRequest(
            "POST", address, Headers.NONE, Bytes.utf8("{}"), Duration.ofSeconds(5), transport);
    loop.run(() -> client.send(request, heard));
  }

  private static Transport trusting() throws IOException {
    return Transport.DIRECT.withAuthorities(Authorities.read(List.of(authorityFile)));
  }

  private static Transport through(int port, Transport transport) {
    Proxy proxy = new Proxy("127.0.0.1", port, "me", "planted-password");
    return transport.withProxies(Proxies.through(proxy, NoProxy.of(List.of("direct.test"))));
  }

  @Test
  void believesAnAuthorityWhoseFileItWasGiven() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(certificate).always(HELLO)) {
      // When
      send(upstream.baseUrl(), trusting());

      // Then
      assertThat(heard.next()).isEqualTo("head 200");
    }
  }

  @Test
  void believesNobodyElse() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(certificate).always(HELLO)) {
      // Given: the same client has just believed it for somebody else
      send(upstream.baseUrl(), trusting());
      assertThat(heard.last()).isEqualTo("end");

      // When
      send(upstream.baseUrl(), Transport.DIRECT);

      // Then
      assertThat(heard.next())
          .isEqualTo(
              "failed CONNECT: TLS failure: no trusted authority signed its certificate; name the"
                  + " authority's file as 'ca'");
    }
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(certificate).always(HELLO)) {
      // When
      send(URI.create("https://localhost:" + upstream.port()), trusting());

      // Then
      assertThat(heard.next())
          .isEqualTo(
              "failed CONNECT: TLS failure: its certificate does not belong to the name in"
                  + " 'base-url'");
    }
  }

  @Test
  void refusesACertificateThatIsOutOfDate(@TempDir Path other) throws Exception {
    // Given
    TestAuthority authority = TestAuthority.in(other);
    TestAuthority.Certificate old =
        authority.sign("old", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "3");
    Transport trusting =
        Transport.DIRECT.withAuthorities(Authorities.read(List.of(authority.file())));
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(old).always(HELLO)) {
      // When
      send(upstream.baseUrl(), trusting);

      // Then
      assertThat(heard.next()).contains("not valid today");
    }
  }

  @Test
  void reachesASecureUpstreamThroughATunnel() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(certificate).always(HELLO);
        ScriptedProxy proxy = ScriptedProxy.to(upstream, AUTHORIZATION)) {
      // When
      send(URI.create("https://models.test/v1"), through(proxy.port(), trusting()));

      // Then
      assertThat(heard.last()).isEqualTo("end");
      assertThat(proxy.passed()).containsExactly("CONNECT models.test:443 HTTP/1.1");
      assertThat(upstream.received().getFirst().header("proxy-authorization")).isEmpty();
    }
  }

  @Test
  void verifiesTheNameBehindATunnelToo() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(certificate).always(HELLO);
        ScriptedProxy proxy = ScriptedProxy.to(upstream)) {
      // When
      send(URI.create("https://other.test/v1"), through(proxy.port(), trusting()));

      // Then
      assertThat(heard.next()).contains("does not belong to the name").contains("proxy 127.0.0.1:");
    }
  }

  @Test
  void reachesAPlainUpstreamThroughTheProxy() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(HELLO);
        ScriptedProxy proxy = ScriptedProxy.to(upstream, AUTHORIZATION)) {
      // When
      send(URI.create("http://models.test/v1"), through(proxy.port(), Transport.DIRECT));

      // Then
      assertThat(heard.next()).isEqualTo("head 200");
      assertThat(proxy.passed()).containsExactly("POST http://models.test/v1 HTTP/1.1");
    }
  }

  @Test
  void tellsAProxyThatWantsAnotherPasswordWithoutOurs() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(certificate).always(HELLO);
        ScriptedProxy proxy = ScriptedProxy.to(upstream, "Basic of-somebody-else")) {
      // When
      send(URI.create("https://models.test/v1"), through(proxy.port(), trusting()));

      // Then
      assertThat(heard.next())
          .isEqualTo(
              "failed CONNECT: not let through: status: 407 Proxy Authentication Required (through"
                  + " the proxy 127.0.0.1:%d)",
              proxy.port());
      assertThat(upstream.received()).isEmpty();
    }
  }

  @Test
  void tellsAProxyThatIsNotThere() throws Exception {
    // Given
    int nobody;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = taken.getLocalPort();
    }

    // When
    send(URI.create("https://models.test/v1"), through(nobody, trusting()));

    // Then
    assertThat(heard.next())
        .isEqualTo(
            "failed CONNECT: connection refused (through the proxy 127.0.0.1:%d)"
                .formatted(nobody));
  }

  @Test
  void neverLeadsLoopbackThroughAProxy() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(HELLO);
        ScriptedProxy proxy = ScriptedProxy.to(upstream)) {
      // When
      send(upstream.baseUrl(), through(proxy.port(), Transport.DIRECT));

      // Then
      assertThat(heard.last()).isEqualTo("end");
      assertThat(proxy.passed()).isEmpty();
    }
  }

  @Test
  void goesAroundTheProxyToAHostThatIsExempt() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(HELLO);
        ScriptedProxy proxy = ScriptedProxy.to(upstream)) {
      // When: a name that nobody but a proxy could reach
      send(URI.create("http://direct.test/v1"), through(proxy.port(), Transport.DIRECT));

      // Then
      assertThat(heard.next()).startsWith("failed CONNECT");
      assertThat(proxy.passed()).isEmpty();
    }
  }

  @Test
  void keepsATunnelForTheNextRequest() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.startTls(certificate).always(HELLO);
        ScriptedProxy proxy = ScriptedProxy.to(upstream)) {
      for (int i = 0; i < 3; i++) {
        // When
        send(URI.create("https://models.test/v1"), through(proxy.port(), trusting()));
        assertThat(heard.last()).isEqualTo("end");
      }

      // Then
      assertThat(proxy.passed()).hasSize(1);
      assertThat(upstream.received()).hasSize(3);
    }
  }

  @Test
  void saysWhichFileHoldsNoCertificate(@TempDir Path other) throws Exception {
    // Given
    Path text = Files.writeString(other.resolve("key.pem"), "no certificate");
    Path missing = other.resolve("missing.pem");

    // Then
    assertThatThrownBy(() -> Authorities.read(List.of(authorityFile, text)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'" + text + "' holds no certificate");
    assertThatThrownBy(() -> Authorities.read(List.of(missing)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'" + missing + "' cannot be read");
  }

  @Test
  void theSameFilesAreTheSameAuthorities() throws Exception {
    Authorities authorities = Authorities.read(List.of(authorityFile));

    assertThat(authorities).isEqualTo(Authorities.read(List.of(authorityFile)));
    assertThat(authorities).isEqualTo(Authorities.USUAL.and(authorities));
    assertThat(authorities).isNotEqualTo(Authorities.USUAL);
    assertThat(Authorities.read(List.of())).isEqualTo(Authorities.USUAL);
  }
}
