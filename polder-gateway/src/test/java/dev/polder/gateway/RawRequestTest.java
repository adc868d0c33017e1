package dev.polder.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ReceivedRequest;
import dev.polder.testkit.ScriptedUpstream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests over raw sockets that somebody sends who wants two servers to read them in two ways:
/// where one ends, whose it is, what it asks for, what of it travels on.
final class RawRequestTest {
  private static final String KEY = "polder-raw-requests";
  private static final String CHAT = "{\"model\":\"letters\",\"messages\":[]}";

  /// What an attacker wants to have read as a request of its own.
  private static final String SMUGGLED = "GET /healthz HTTP/1.1\r\nhost: smuggled\r\n\r\n";

  private static ScriptedUpstream upstream;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() {
    upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
    gateway =
        RunningGateway.over(upstream.baseUrl())
            .keys(new ClientKey("clerk", ClientKey.hashOf(KEY)))
            .start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
  }

  /// Sends `request` and reads what comes until the gateway closes.
  private static String readAll(String request) throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      return client.send(request.getBytes(ISO_8859_1)).readToTheEnd();
    }
  }

  private static String post(String fields) {
    return "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
        + KEY
        + "\r\n"
        + fields
        + "\r\n\r\n";
  }

  private static int answers(String received) {
    return received.split("(?<=^|[}\n])HTTP/1\\.[01] \\d", -1).length - 1;
  }

  static Stream<Arguments> framing() {
    String body = "1\r\n{\r\n0\r\n\r\n";
    return Stream.of(
            new String[][] {
              {"length and chunks", "content-length: 6\r\ntransfer-encoding: chunked", body},
              {"two lengths", "content-length: 1\r\ncontent-length: 2", "{"},
              {"the same length twice", "content-length: 1\r\ncontent-length: 1", "{"},
              {"a list of lengths", "content-length: 1, 1", "{"},
              {"a length with a sign", "content-length: +1", "{"},
              {"a negative length", "content-length: -0", ""},
              {"a length in base 16", "content-length: 0x1", "{"},
              {"an empty length", "content-length:", ""},
              {"a blank before the colon", "content-length : 1", "{"},
              {"folded chunks", "transfer-encoding:\r\n chunked", body},
              {"chunks behind a blank", "transfer-encoding : chunked", body},
              {"chunks behind a vertical tab", "transfer-encoding: \u000bchunked", body},
              {"unknown coding", "transfer-encoding: xchunked", body},
              {"chunks not last", "transfer-encoding: chunked, identity", body},
              {"chunks twice", "transfer-encoding: chunked, chunked", body},
              {"another coding first", "transfer-encoding: gzip, chunked", body},
              {
                "codings in two fields",
                "transfer-encoding: gzip\r\ntransfer-encoding: chunked",
                body
              },
              {"no name", ": chunked", ""},
              {"no colon", "transfer-encoding", body},
              {"NUL in a value", "x: a\0b", ""},
              {"NUL in a name", "x\0: a", ""},
              {"lone CR in a value", "x: a\rcontent-length: 1", "{"},
              {"lone LF behind a value", "x: a\ncontent-length: 1", "{"},
            })
        .map(one -> Arguments.of(one[0], one[1], one[2]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framing")
  void whatCouldEndInTwoPlacesIsRefusedAndTheConnectionClosed(
      String name, String fields, String body) throws Exception {
    // When
    String received = readAll(post(fields) + body + SMUGGLED);

    // Then
    assertThat(received).startsWith("HTTP/1.1 400 ").contains("{\"error\":{\"message\":");
    assertThat(answers(received)).as(received).isEqualTo(1);
  }

  static Stream<Arguments> chunks() {
    return Stream.of(
            new String[][] {
              {"LF behind an extension", "1;a\n{\r\n0\r\n\r\n"},
              {"LF within an extension", "1;a\nxx\r\n{\r\n0\r\n\r\n"},
              {"CR within an extension", "1;a\rb\r\n{\r\n0\r\n\r\n"},
              {"an endless extension", "1;" + "a".repeat(20_000) + "\r\n{\r\n0\r\n\r\n"},
              {"LF behind a size", "1\n{\n0\n\n"},
              {"no line end behind a chunk", "1\r\n{X0\r\n\r\n"},
              {"more than was said", "1\r\n{}\r\n0\r\n\r\n"},
              {"a size with a prefix", "0x1\r\n{\r\n0\r\n\r\n"},
              {"a size with a sign", "+1\r\n{\r\n0\r\n\r\n"},
              {"a negative size", "-1\r\n{\r\n0\r\n\r\n"},
              {"a blank before a size", " 1\r\n{\r\n0\r\n\r\n"},
              {"no size", "\r\n{\r\n0\r\n\r\n"},
              {"a size that overflows", "FFFFFFFFFFFFFFFF1\r\n{\r\n0\r\n\r\n"},
              {"endless trailers", "0\r\nx: " + "y".repeat(40_000) + "\r\n\r\n"},
            })
        .map(one -> Arguments.of(one[0], one[1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chunks")
  void chunksThatCouldBeReadInTwoWaysEndTheConnection(String name, String body) throws Exception {
    // When
    String received = readAll(post("transfer-encoding: chunked") + body + SMUGGLED);

    // Then
    assertThat(received).doesNotContain(" 200 ", "\"status\":\"ok\"");
    assertThat(answers(received)).as(received).isLessThanOrEqualTo(1);
  }

  @Test
  void anExtensionAndTrailersThatAreWellFormedCountForNothing() throws Exception {
    // When
    String received =
        readAll(
            post("transfer-encoding: chunked\r\nconnection: close")
                + "%x;a=b\r\n%s\r\n0\r\ncontent-length: 9\r\nauthorization: Bearer no\r\n\r\n"
                    .formatted(CHAT.length(), CHAT));

    // Then
    assertThat(received).startsWith("HTTP/1.1 200 ").contains("fine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host: x\r\nhost: y\r\n",
        "host: x\r\nHOST: x\r\n",
        "host: user@x\r\n",
        "host: user:word@x\r\n",
        "host: x:99999\r\n",
        "host: x:port\r\n",
        "host: x/v1\r\n",
        "host: x y\r\n",
        "host: x\r\nauthorization: Bearer a\r\nauthorization: Bearer b\r\n",
      })
  void withoutOneClearHostOrWithTwoCredentialsNothingIsServed(String fields) throws Exception {
    // When
    String received = readAll("GET /v1/models HTTP/1.1\r\n" + fields + "\r\n" + SMUGGLED);

    // Then
    assertThat(received).startsWith("HTTP/1.1 400 ").contains("{\"error\":{\"message\":");
    assertThat(answers(received)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "x:8484", "polder_gateway:80", "[::1]:8484", "127.0.0.1", "X.Example."})
  void anyHostThatIsOneWillDo(String host) throws Exception {
    // When
    String received =
        readAll("GET /healthz HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n");

    // Then
    assertThat(received).startsWith("HTTP/1.1 200 ");
  }

  /// The table is asked for the path as it came: nothing is decoded, joined or cut off first, so
  /// there are no two spellings of one path.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/../admin/v1/status",
        "/v1/%2e%2e/admin/v1/status",
        "/v1/models/../../admin/v1/status",
        "/healthz/../v1/models",
        "/healthz/..%2fv1/models",
        "//v1/models",
        "/v1//models",
        "/./v1/models",
        "/v1/models;x",
        "/v1;x/models",
        "/v1/models/",
        "/V1/models",
        "/v1%2fmodels",
        "/v1/models%00",
        "/v1/models\0",
        "/v1/models%20",
        "/v1\\models",
        "/v1/models#x",
        "/%76%31/models",
      })
  void anotherSpellingOfAPathIsNotThatPath(String path) throws Exception {
    // When: without a key, and with one
    String stranger = readAll("GET " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    String clerk =
        readAll(
            "GET %s HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer %s\r\n\r\n"
                .formatted(path, KEY));

    // Then
    assertThat(stranger.substring(0, 13)).isIn("HTTP/1.1 404 ", "HTTP/1.1 401 ", "HTTP/1.1 400 ");
    assertThat(stranger).doesNotContain("\"id\":\"letters\"");
    assertThat(clerk.substring(0, 13)).isIn("HTTP/1.1 404 ", "HTTP/1.1 400 ");
    assertThat(clerk).doesNotContain("\"id\":\"letters\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://other/v1/models",
        "http://x@other/v1/models",
        "http://other@x/v1/models",
        "http://x",
        "http://x?/v1/models",
        "https://xy/v1/models",
        "ftp://x/v1/models",
        "v1/models",
        "*",
        "x:443",
      })
  void aTargetThatIsNoPathOfTheHostIsRefused(String target) throws Exception {
    // When
    String received =
        readAll(
            "GET %s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %s\r\n\r\n".formatted(target, KEY)
                + SMUGGLED);

    // Then
    assertThat(received).startsWith("HTTP/1.1 400 ").doesNotContain("letters");
    assertThat(answers(received)).isEqualTo(1);
  }

  @Test
  void aWholeAddressOfTheSameHostIsItsPathAndWantsTheKeyToo() throws Exception {
    // Given
    String target = "GET http://x/v1/models HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";

    // Then
    assertThat(readAll(target + "\r\n")).startsWith("HTTP/1.1 401 ");
    assertThat(readAll(target + "authorization: Bearer " + KEY + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .contains("letters");
  }

  @Test
  void whatStandsBehindARefusedRequestIsNotServed() throws Exception {
    assertThat(answers(readAll("G@T / HTTP/1.1\r\nhost: x\r\n\r\n" + SMUGGLED))).isEqualTo(1);
    assertThat(answers(readAll("GET / HTTP/1.1\r\n\r\n" + SMUGGLED.repeat(3)))).isEqualTo(1);
    assertThat(answers(readAll("GET / HTTP/1.1\r\n\r\nG@T / HTTP/1.1\r\n\r\n"))).isEqualTo(1);
  }

  @Test
  void requestsInARowAreAnsweredInTheirOrder() throws Exception {
    // When: of three at once the second is nobody's
    String received =
        readAll(
            SMUGGLED
                + "GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n"
                + "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

    // Then
    assertThat(received).containsSubsequence("HTTP/1.1 200 ", "HTTP/1.1 404 ", "HTTP/1.1 200 ");
    assertThat(answers(received)).isEqualTo(3);
  }

  @Test
  void nothingThatAClientWritesComesToStandInTheUpstreamsHead() throws Exception {
    // When
    String received =
        readAll(
            post(
                    "x-polder-call: forged\r\nx-polder-deployment: forged\r\nx-api-key: forged\r\n"
                        + "cookie: forged\r\nx-forwarded-for: forged\r\nforwarded: forged\r\n"
                        + "proxy-authorization: forged\r\nte: trailers\r\nconnection: close\r\n"
                        + "openai-beta: one\r\n traceparent: forged\r\nx-http-method-override: DELETE\r\n"
                        + "content-length: "
                        + CHAT.length())
                + CHAT);
    ReceivedRequest sent = upstream.received().getLast();

    // Then: a folded line stays within its field
    assertThat(received).startsWith("HTTP/1.1 200 ").doesNotContain("forged");
    assertThat(sent.headers().toString()).doesNotContain(KEY);
    assertThat(sent.headers()).containsKey("openai-beta").doesNotContainKey("traceparent");
    assertThat(sent.headers().keySet())
        .doesNotContain(
            "x-polder-call",
            "x-polder-deployment",
            "x-api-key",
            "cookie",
            "x-forwarded-for",
            "forwarded",
            "proxy-authorization",
            "te",
            "x-http-method-override");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "letters\\r\\nset-cookie: a=b",
        "letters\\u0000",
        "\\r\\n\\r\\nHTTP/1.1 200 OK",
        "letters\\nx-polder-served: primary",
      })
  void aModelsNameCannotBecomeAHeader(String name) throws Exception {
    // When
    String body = "{\"model\":\"" + name + "\",\"messages\":[]}";
    String received = readAll(post("connection: close\r\ncontent-length: " + body.length()) + body);
    String head = received.substring(0, received.indexOf("\r\n\r\n"));

    // Then
    assertThat(received).startsWith("HTTP/1.1 404 ");
    assertThat(head).doesNotContain("set-cookie", "x-polder-served");
    assertThat(answers(received)).isEqualTo(1);
  }

  @Test
  void aNameInThePathIsWrittenBackWithoutItsControls() throws Exception {
    // When
    String received =
        readAll(
            "GET /v1/models/a%0d%0aset-cookie:%20b%00 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                + "authorization: Bearer "
                + KEY
                + "\r\n\r\n");

    // Then
    assertThat(received)
        .startsWith("HTTP/1.1 404 ")
        .doesNotContain("\r\nset-cookie", "\0")
        .contains("\\r\\nset-cookie");
  }

  @Test
  void moreHeaderFieldsThanAnyClientSendsAreRefused() throws Exception {
    // When
    String most =
        readAll(
            "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                + "a: b\r\n".repeat(98)
                + "\r\n");
    String tooMany =
        readAll("GET /healthz HTTP/1.1\r\nhost: x\r\n" + "a: b\r\n".repeat(100) + "\r\n");

    // Then
    assertThat(most).startsWith("HTTP/1.1 200 ");
    assertThat(tooMany).startsWith("HTTP/1.1 431 ").contains("more than 100 header fields");
  }

  @Test
  void aKeptConnectionMaySendItsNextHeadInPieces() throws Exception {
    try (RawClient client = new RawClient(gateway.port())) {
      // Given: the first answer is had
      client.send("GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").readUntil("}");

      // When: the next head comes in pieces
      client.send("GET /healthz HTTP/1.1\r\n");
      client.send("host: x\r\nconnection: close\r\n\r\n");

      // Then
      assertThat(client.readAll()).startsWith("HTTP/1.1 200 ");
    }
  }
}
