package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.Fault;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.app.review.Review;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import dev.polder.testkit.TestAuthority;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Who comes in at the two ports: their certificates, the commands' trust in them, the admin API's
/// tokens, and what a changed file may say about all that.
final class DoorsTest {
  private static final String LOCAL = "dns:localhost,ip:127.0.0.1";
  private static final String TLS = "tls: {certificate: polder.pem, key: polder.key}";
  private static final String KEY = "polder-a-key-of-the-town-hall";
  private static final String KEYS =
      "keys: [{name: clerk, hash: '%s'}]\n".formatted(ClientKey.hashOf(KEY));

  @TempDir private static Path made = Path.of("");
  private static TestAuthority authority;
  private static TestAuthority.Certificate first;
  private static TestAuthority.Certificate second;
  private static TestAuthority.Certificate ended;

  private final ScriptedUpstream upstream =
      ScriptedUpstream.start().always(OpenAiAnswers.chat("hello"));
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Optional<RunningPolder> running = Optional.empty();

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void make() throws IOException {
    authority = TestAuthority.in(made);
    first = authority.sign("first", LOCAL);
    second = authority.sign("second", "dns:polder.example");
    ended = authority.sign("ended", LOCAL, "-startdate", "-10d", "-validity", "5");
  }

  @AfterEach
  void stop() {
    running.ifPresent(RunningPolder::close);
    upstream.close();
  }

  /// Puts a certificate where the configuration expects it, as those who renew them do.
  private void put(TestAuthority.Certificate certificate) throws IOException {
    Files.copy(
        certificate.chain(), folder.resolve("polder.pem"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        certificate.key(), folder.resolve("polder.key"), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path write(String server, String admin, String more) throws IOException {
    return Files.writeString(
        folder.resolve("polder.yaml"),
        """
        organisation: Test
        server: {port: 0, %s}
        admin: {port: 0, %s}
        providers:
          acme: {base-url: "%s"}
        deployments:
          large: {provider: acme, location: NL, control: NL, maker: NL}
        use-cases:
          letters: {candidates: [large]}
        %s
        """
            .formatted(server, admin, upstream.baseUrl(), more));
  }

  private ReadResult read() {
    return PolderFile.read(folder.resolve("polder.yaml"), Map.of());
  }

  private Configuration good() {
    return switch (read()) {
      case ReadResult.Good good -> good.configuration();
      case ReadResult.Faulty faulty -> throw new AssertionError(faulty.faults());
    };
  }

  private RunningPolder start() throws IOException {
    RunningPolder polder = RunningPolder.start(good(), Map.of(), (engine, line) -> {});
    running = Optional.of(polder);
    return polder;
  }

  private int polder(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private static String shownAt(int port) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
            (SSLSocket)
                authority
                    .believing()
                    .getSocketFactory()
                    .createSocket(plain, "127.0.0.1", port, false)) {
      socket.setSoTimeout(10_000);
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @Test
  void bothPortsShowTheCertificateAndTheCommandsBelieveItWithoutBeingTold() throws Exception {
    // Given: a name that is not 127.0.0.1, of an authority that the commands do not know
    put(second);
    Path file = write(TLS, TLS, "");
    RunningPolder polder = start();

    // Then
    assertThat(shownAt(polder.port())).isEqualTo("CN=second");
    assertThat(polder.admin()).hasScheme("https");
    assertThat(polder("restrictions", "-c", file.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("Nothing is restricted.");
  }

  @Test
  void fromElsewhereTheAuthorityMustBeNamed() throws Exception {
    // Given: a configuration that has the token, but says nothing of a certificate
    put(first);
    write(TLS, TLS, "");
    RunningPolder polder = start();
    Path elsewhere = Files.writeString(folder.resolve("elsewhere.yaml"), "organisation: X\n");
    List<String> ask =
        List.of("restrictions", "-c", elsewhere + "", "--admin", polder.admin() + "");

    // Then
    assertThat(polder(ask.toArray(String[]::new))).isEqualTo(3);
    assertThat(err.toString()).contains("do not agree on TLS").contains("--ca");
    assertThat(polder(with(ask, "--ca", authority.file().toString()))).isZero();
    assertThat(polder(with(ask, "--ca", folder.resolve("polder.key").toString()))).isEqualTo(1);
    assertThat(err.toString()).contains("holds no certificate in PEM form");

    // Given: the right authority, the wrong name
    put(second);
    polder.takeOver(good());

    // Then
    assertThat(polder(with(ask, "--ca", authority.file().toString()))).isEqualTo(3);
  }

  private static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void whereTheAdminApiWantsACertificateTheCommandShowsOne() throws Exception {
    // Given
    put(first);
    TestAuthority.Certificate operator = authority.sign("operator", "dns:operator");
    Path file =
        write(
            "",
            "tls: {certificate: polder.pem, key: polder.key, client-ca: '%s'}"
                .formatted(authority.file()),
            "");
    start();
    List<String> ask = List.of("restrictions", "-c", file.toString());

    // Then
    assertThat(polder(ask.toArray(String[]::new))).isEqualTo(3);
    assertThat(
            polder(
                with(
                    ask,
                    "--cert",
                    operator.chain().toString(),
                    "--cert-key",
                    operator.key().toString())))
        .as(err.toString())
        .isZero();
  }

  @Test
  void aRenewedCertificateIsShownByBothPorts() throws Exception {
    // Given
    put(first);
    write(TLS, TLS, "");
    RunningPolder polder = start();
    assertThat(shownAt(polder.port())).isEqualTo("CN=first");

    // When
    put(second);

    // Then
    assertThat(polder.takeOver(good())).isTrue();
    assertThat(shownAt(polder.port())).isEqualTo("CN=second");
    assertThat(shownAt(polder.admin().getPort())).isEqualTo("CN=second");
  }

  @Test
  void aNewFileThatIsNoneLeavesTheOldCertificate() throws Exception {
    // Given
    put(first);
    write(TLS, TLS, "");
    RunningPolder polder = start();

    // When: one of the pair is there already, the other not yet
    Files.copy(second.chain(), folder.resolve("polder.pem"), StandardCopyOption.REPLACE_EXISTING);

    // Then
    assertThat(read())
        .isInstanceOfSatisfying(
            ReadResult.Faulty.class,
            faulty ->
                assertThat(faulty.faults())
                    .extracting(Fault::message)
                    .hasSize(2)
                    .allMatch(fault -> fault.contains("is not that of the certificate in")));
    assertThat(shownAt(polder.port())).isEqualTo("CN=first");

    // When
    put(ended);

    // Then
    assertThat(polder.takeOver(good())).isFalse();
    assertThat(shownAt(polder.port())).isEqualTo("CN=first");
  }

  @Test
  void theFilesOfACertificateAreWatched() throws Exception {
    // Given
    put(first);
    write(TLS, "", "");

    // Then
    assertThat(read().files()).contains(folder.resolve("polder.pem"), folder.resolve("polder.key"));
  }

  @Test
  void aCertificateThatHasEndedStopsTheStartAndIsWarnedOf() throws Exception {
    // Given
    put(ended);
    Path file = write(TLS, "", "");

    // Then
    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("polder.pem' ended on")
        .hasMessageContaining("Renew it, or name another");
    assertThat(polder("check", "--strict", file.toString())).isEqualTo(1);
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("Section 'server.tls': the certificate in")
        .contains("Polder does not start with it");
  }

  @Test
  void oneThatEndsWithin30DaysIsWarnedOf() throws Exception {
    // Given
    put(first);
    write("", TLS, "");
    Configuration configuration = good();
    Instant end = configuration.admin().tls().orElseThrow().ends();

    // Then
    assertThat(warnings(configuration, end.minus(Duration.ofDays(31)))).isEmpty();
    assertThat(warnings(configuration, end.minus(Duration.ofDays(12))))
        .singleElement()
        .asString()
        .startsWith("Section 'admin.tls': the certificate in '")
        .contains("in 12 days. Renew it");
    assertThat(warnings(configuration, end))
        .singleElement()
        .asString()
        .contains("Polder does not start with it");
  }

  private static List<String> warnings(Configuration configuration, Instant now) {
    return Review.of(configuration, InstantSource.fixed(now)).stream()
        .filter(warning -> warning.contains("certificate"))
        .toList();
  }

  /// Only the address at which Polder listens counts, not the one that the file names by now.
  @Test
  void aChangedFileDoesNotOpenThePortToEverybody() throws Exception {
    // Given
    write("host: 0.0.0.0", "", KEYS);
    RunningPolder polder = start();
    write("host: 127.0.0.1", "", KEYS);
    assertThat(polder.takeOver(good())).isTrue();

    // When
    write("host: 127.0.0.1", "", "");

    // Then
    assertThat(polder.takeOver(good())).isFalse();
    assertThat(models(polder, "")).isEqualTo(401);
    assertThat(models(polder, KEY)).isEqualTo(200);
  }

  private static int models(RunningPolder polder, String key)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:%d/v1/models".formatted(polder.port())))
                  .timeout(Duration.ofSeconds(20))
                  .header("authorization", "Bearer " + key)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void withoutKeysNoOtherMachineCanConnectNotEvenWithTls() throws Exception {
    // Given
    Optional<InetAddress> own =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst();
    assumeThat(own).as("an address that is not loopback").isPresent();
    put(first);
    write(TLS, TLS, "");
    RunningPolder polder = start();

    // Then
    for (int port : List.of(polder.port(), polder.admin().getPort())) {
      assertThatThrownBy(() -> new Socket(own.get(), port).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void aTokenIsReplacedWithoutAStartAndForAWhileBothLetIn() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("admin.token"), "the-first-token");
    Path former = Files.writeString(folder.resolve("former.token"), "the-first-token");
    write("", "token: 'file:admin.token'", "");
    RunningPolder polder = start();
    assertThat(status(polder, "the-first-token")).isEqualTo(200);

    // When
    Files.writeString(file, "the-second-token");
    write("", "token: 'file:admin.token', former-token: 'file:former.token'", "");
    polder.takeOver(good());

    // Then
    assertThat(status(polder, "the-first-token")).isEqualTo(200);
    assertThat(status(polder, "the-second-token")).isEqualTo(200);
    assertThat(status(polder, "another-token")).isEqualTo(401);
    assertThat(polder("restrictions", "-c", folder.resolve("polder.yaml").toString())).isZero();

    // When
    Files.delete(former);
    write("", "token: 'file:admin.token'", "");
    polder.takeOver(good());

    // Then
    assertThat(status(polder, "the-first-token")).isEqualTo(401);
    assertThat(status(polder, "the-second-token")).isEqualTo(200);
  }

  @Test
  void whereTheTokenIsTakenOutOfTheFileTheOneInForceStays() throws Exception {
    // Given
    Files.writeString(folder.resolve("admin.token"), "the-first-token");
    write("", "token: 'file:admin.token'", "");
    RunningPolder polder = start();

    // When
    write("", "", "");
    polder.takeOver(good());

    // Then
    assertThat(status(polder, "the-first-token")).isEqualTo(200);
  }

  private static int status(RunningPolder polder, String token)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(polder.admin() + "/admin/v1/status"))
                  .timeout(Duration.ofSeconds(20))
                  .header("authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
