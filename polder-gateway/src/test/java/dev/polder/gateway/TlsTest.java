package dev.polder.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.http.server.ServerTls;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import dev.polder.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The data port behind TLS: real handshakes, and a certificate that changes under load.
final class TlsTest {
  private static final String NAMES = "dns:localhost,ip:127.0.0.1";
  private static final String CHAT = "{\"model\":\"letters\",\"messages\":[]}";

  @TempDir private static Path folder = Path.of("");
  private static TestAuthority authority;
  private static ServerTls first;
  private static ServerTls second;

  private final ScriptedUpstream upstream =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
  private Optional<RunningGateway> running = Optional.empty();

  @BeforeAll
  static void make() throws IOException {
    authority = TestAuthority.in(folder);
    first = shown(authority.sign("first", NAMES));
    second = shown(authority.sign("second", NAMES));
  }

  private static ServerTls shown(TestAuthority.Certificate certificate) throws IOException {
    return ServerTls.read(certificate.chain(), certificate.key());
  }

  @AfterEach
  void stop() {
    running.ifPresent(RunningGateway::close);
    upstream.close();
  }

  private RunningGateway start(ServerTls tls) {
    RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).tls(tls).start();
    running = Optional.of(gateway);
    return gateway;
  }

  private static HttpClient client(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> chat(HttpClient client, int port)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:%d/v1/chat/completions".formatted(port)))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(CHAT))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static SSLSocket connect(SSLContext context, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String subjectShown(int port) throws IOException {
    try (SSLSocket socket = connect(authority.believing(), port)) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @Test
  void callsAreServedOverTls() throws Exception {
    // Given
    RunningGateway gateway = start(first);
    try (HttpClient client = client(authority.believing())) {
      // When
      HttpResponse<String> answer = chat(client, gateway.port());

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("fine");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void oldVersionsOfTlsAreNotSpoken() throws Exception {
    // Given
    RunningGateway gateway = start(first);

    // Then
    try (SSLSocket socket = connect(authority.believing(), gateway.port())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
    try (RawClient old = new RawClient(gateway.port())) {
      old.send(helloOfVersion(0x0301));
      assertThat(old.readAll()).doesNotContain("HTTP");
    }
  }

  /// A client hello of TLS 1.0 with one cipher, which JDKs of today no longer send.
  private static byte[] helloOfVersion(int version) {
    byte[] hello = new byte[5 + 4 + 41];
    hello[0] = 0x16;
    hello[1] = (byte) (version >> 8);
    hello[2] = (byte) version;
    hello[4] = 45;
    hello[5] = 0x01;
    hello[8] = 41;
    hello[9] = (byte) (version >> 8);
    hello[10] = (byte) version;
    hello[45] = 0x02; // after 32 random bytes and no session: two bytes of ciphers
    hello[46] = (byte) 0xC0;
    hello[47] = 0x09;
    hello[48] = 0x01;
    return hello;
  }

  @Test
  void onlyHttp11IsNegotiated() throws Exception {
    // Given
    RunningGateway gateway = start(first);
    try (SSLSocket socket = connect(authority.believing(), gateway.port())) {
      SSLParameters offered = socket.getSSLParameters();
      offered.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(offered);

      // When
      socket.startHandshake();

      // Then
      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
    }
  }

  @Test
  void whoSpeaksPlainHttpToItGetsNoAnswerInTheClear() throws Exception {
    // Given
    RunningGateway gateway = start(first);
    try (RawClient plain = new RawClient(gateway.port())) {
      // When
      plain.postChat(CHAT);

      // Then
      assertThat(plain.readAll()).doesNotContain("HTTP/1.1", "fine");
      assertThat(upstream.received()).isEmpty();
    }
  }

  /// The one test that waits for a limit, of 10 s: the decoder's bounds come after the handshake.
  @Test
  void whoNeverShakesHandsIsLetGo() throws Exception {
    // Given
    RunningGateway gateway = start(first);
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      silent.setSoTimeout(20_000);

      // Then
      assertThat(silent.getInputStream().read()).isNegative();
    }
  }

  @Test
  void aConnectionGoesOnWithTheCertificateThatItBeganWith() throws Exception {
    // Given
    RunningGateway gateway = start(first);
    try (SSLSocket kept = connect(authority.believing(), gateway.port())) {
      assertThat(health(kept)).contains(" 200 ");

      // When
      gateway.show(second);

      // Then
      assertThat(subjectShown(gateway.port())).isEqualTo("CN=second");
      assertThat(health(kept)).contains(" 200 ");
    }
  }

  private static String health(SSLSocket socket) throws IOException {
    socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(UTF_8));
    StringBuilder read = new StringBuilder();
    while (read.indexOf("}") < 0) {
      int one = socket.getInputStream().read();
      assertThat(one).as("ended after " + read).isNotNegative();
      read.append((char) one);
    }
    return read.toString();
  }

  /// Connections begin on every event loop all the while; none may fail, and once the certificate
  /// is changed none may show the old one.
  @Test
  void aCertificateThatChangesUnderLoadCostsNoCall() throws Exception {
    // Given
    RunningGateway gateway = start(first);
    AtomicBoolean stop = new AtomicBoolean();
    SSLContext believing = authority.believing();
    Callable<Integer> calling =
        () -> {
          int served = 0;
          while (!stop.get()) {
            try (HttpClient fresh = client(believing)) {
              for (int i = 0; i < 3; i++) {
                assertThat(chat(fresh, gateway.port()).statusCode()).isEqualTo(200);
                served++;
              }
            }
          }
          return served;
        };
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(callers.submit(calling));
      }

      // When
      for (int i = 0; i < 10; i++) {
        ServerTls wanted = i % 2 == 0 ? second : first;
        gateway.show(wanted);
        String subject = wanted.chain().getFirst().getSubjectX500Principal().getName();
        for (int connection = 0; connection < 8; connection++) {
          assertThat(subjectShown(gateway.port())).isEqualTo(subject);
        }
      }
      stop.set(true);

      // Then
      for (Future<Integer> caller : all) {
        assertThat(caller.get()).isPositive();
      }
    }
  }

  @Test
  void whoHasNoCertificateOfOursIsNotLetInWhereOneIsRequired() throws Exception {
    // Given
    TestAuthority.Certificate clerk = authority.sign("clerk", "dns:clerk");
    TestAuthority.Certificate stranger =
        TestAuthority.in(Files.createDirectory(folder.resolve("elsewhere")))
            .sign("stranger", "dns:stranger");
    RunningGateway gateway = start(first.asking(ServerTls.Clients.REQUIRED, authority.file()));

    // Then
    try (HttpClient known = client(clerk.shown());
        HttpClient unknown = client(authority.believing())) {
      assertThat(chat(known, gateway.port()).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> chat(unknown, gateway.port())).isInstanceOf(IOException.class);
      try (SSLSocket socket = connect(stranger.shown(), gateway.port())) {
        assertThatThrownBy(() -> health(socket)).isInstanceOf(SSLException.class);
      }
    }
    assertThat(upstream.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereOneIsOptionalNobodyNeedsOne(boolean shows) throws Exception {
    // Given
    TestAuthority.Certificate clerk = authority.sign("optional-" + shows, "dns:clerk");
    RunningGateway gateway = start(first.asking(ServerTls.Clients.OPTIONAL, authority.file()));

    // Then
    try (HttpClient client = client(shows ? clerk.shown() : authority.believing())) {
      assertThat(chat(client, gateway.port()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoseAuthorityIsNoLongerBelievedIsNotLetInAgain() throws Exception {
    // Given
    TestAuthority.Certificate clerk = authority.sign("removed", "dns:clerk");
    SSLContext context = clerk.shown();
    RunningGateway gateway = start(first.asking(ServerTls.Clients.REQUIRED, authority.file()));
    try (SSLSocket socket = connect(context, gateway.port())) {
      assertThat(health(socket)).contains(" 200 ");
    }

    // When: another authority signs from now on; the client could resume its old session
    Path others = TestAuthority.in(Files.createDirectory(folder.resolve("others"))).file();
    gateway.show(first.asking(ServerTls.Clients.REQUIRED, others));

    // Then
    try (SSLSocket socket = connect(context, gateway.port())) {
      assertThatThrownBy(() -> health(socket)).isInstanceOf(SSLException.class);
    }
  }
}
