package dev.polder.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.testkit.Fuzz;
import dev.polder.testkit.Mutation;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged HTTP over raw sockets, while a well-behaved client goes on calling: the one gets clear
/// errors or a closed connection, the other all of its answers.
final class ServerFuzzTest {
  private static final Mutation DAMAGE =
      new Mutation(
          "\r\n",
          "\n",
          "\r",
          "\r\n\r\n",
          " ",
          ":",
          "\0",
          "\u00FF\u00FE",
          "HTTP/1.1",
          "HTTP/9.9",
          "HTTP/2.0",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "content-length: 5\r\n",
          "content-length: -1\r\n",
          "content-length: 99999999999999999999\r\n",
          "content-length: 3, 3\r\n",
          "Content-Length: +7\r\n",
          "transfer-encoding: chunked\r\n",
          "transfer-encoding: gzip, chunked\r\n",
          "Transfer-Encoding:\tchunked\r\n",
          "transfer-encoding : chunked\r\n",
          "0\r\n\r\n",
          "FFFFFFFFF\r\n",
          "-5\r\n",
          "5;a=b\r\n",
          "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
          "expect: 100-continue\r\n",
          "expect: 7\r\n",
          "connection: upgrade\r\nupgrade: websocket\r\n",
          "connection: upgrade\r\nupgrade: h2c\r\n",
          "host: y\r\n",
          " folded: line\r\n",
          "x: " + "y".repeat(20_000) + "\r\n",
          "a: b\r\n".repeat(500),
          "authorization: Bearer x\r\n",
          "/v1/models/%zz",
          "/../",
          "*",
          "http://x:y@z/",
          "?a=b#c",
          "\\u0000",
          "\\uD800",
          "\"model\":\"leters\",");
  private static final Pattern STATUS = Pattern.compile("(?:^|(?<=[}\\n]))HTTP/1\\.[01] (\\d{3}) ");

  @Test
  void damagedRequestsHarmNobody() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start();
        WellBehaved other = new WellBehaved(gateway)) {
      Fuzz.tries(
          400,
          random -> {
            byte[] sent = DAMAGE.of(request(random), random);

            // When
            String received = exchange(gateway.port(), sent, random);

            // Then
            for (Matcher status = STATUS.matcher(received); status.find(); ) {
              // 501 is right for a version of HTTP that nobody here speaks.
              assertThat(Integer.parseInt(status.group(1)))
                  .as(() -> "sent:\n" + printable(sent) + "\nreceived:\n" + received)
                  .satisfiesAnyOf(
                      code -> assertThat(code).isLessThan(500),
                      code -> assertThat(code).isEqualTo(501));
            }
            if (STATUS.matcher(received).find() && received.contains(" 400 ")) {
              assertThat(received).contains("{\"error\":{\"message\":");
            }
          });
      other.stopAndCheck();
    }
  }

  private static String printable(byte[] sent) {
    return new String(sent, 0, Math.min(sent.length, 2_000), ISO_8859_1);
  }

  private static byte[] request(Random random) {
    String body = "{\"model\":\"letters\",\"stream\":" + random.nextBoolean() + ",\"messages\":[]}";
    String request =
        switch (random.nextInt(4)) {
          case 0 -> "GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n";
          case 1 ->
              "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
                  + Integer.toHexString(body.length())
                  + "\r\n"
                  + body
                  + "\r\n0\r\n\r\n";
          case 2 ->
              "POST /v1/embeddings HTTP/1.1\r\nhost: x\r\ncontent-length: 29\r\n\r\n"
                  + "{\"model\":\"letters\",\"input\":\"\"}";
          default ->
              "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body;
        };
    return request.repeat(1 + random.nextInt(2)).getBytes(ISO_8859_1);
  }

  /// Sends the bytes in pieces, then nothing more, and reads what comes until the other side
  /// closes.
  private static String exchange(int port, byte[] bytes, Random random) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      try {
        int position = 0;
        while (position < bytes.length) {
          int length = Math.min(bytes.length - position, 1 + random.nextInt(bytes.length));
          socket.getOutputStream().write(bytes, position, length);
          position += length;
        }
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        in.transferTo(received);
      } catch (SocketTimeoutException hanging) {
        throw new AssertionError(
            "neither answered nor closed within 10 s:\n" + printable(bytes), hanging);
      } catch (SocketException closed) {
        // Closed while we were still sending: a refusal too.
      }
    }
    return received.toString(ISO_8859_1);
  }

  /// RFC 9112, section 6.3: whoever takes such a request must close the connection behind it, or
  /// what follows could be read as a request of somebody else.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 6\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked\r\ncontent-length: 6",
        "transfer-encoding: chunked, identity",
        "transfer-encoding: xchunked\r\ncontent-length: 6",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity",
        "content-length: 5\r\ncontent-length: 6",
        "content-length: 6,5",
      })
  void whatTwoServersCouldReadDifferentlyIsTheConnectionsLast(String lengths) throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start();
        RawClient client = new RawClient(gateway.port())) {
      // When
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n"
              + lengths
              + "\r\n\r\n0\r\n\r\nG"
              + "GET /healthz HTTP/1.1\r\nhost: smuggled\r\n\r\n");
      String received = client.readAll();

      // Then
      assertThat(received).startsWith("HTTP/1.1 400 ").doesNotContain("200 OK");
      assertThat(received.split("HTTP/1\\.1 \\d", -1)).as(received).hasSize(2);
    }
  }

  @Test
  void clientsThatNeverFinishTheirHeadsAreLetGo() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start().always(OpenAiAnswers.chat("fine"));
        RunningGateway gateway = RunningGateway.over(upstream.baseUrl()).start();
        RawClient silent = new RawClient(gateway.port());
        RawClient slow = new RawClient(gateway.port())) {
      // When
      slow.send("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nx-slow: ");

      // Then
      assertThat(slow.readAll())
          .satisfiesAnyOf(
              closed -> assertThat(closed).isEmpty(),
              answered -> assertThat(answered).contains(" 408 "));
      assertThat(silent.readAll()).isEmpty();
    }
  }

  /// Calls on and on in a thread of its own.
  private static final class WellBehaved implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final FutureTask<List<Integer>> calls;

    WellBehaved(RunningGateway gateway) {
      Callable<List<Integer>> loop =
          () -> {
            List<Integer> statuses = new ArrayList<>();
            while (!stop.get()) {
              HttpResponse<String> answer = gateway.chat("{\"model\":\"letters\",\"messages\":[]}");
              statuses.add(answer.body().contains("fine") ? answer.statusCode() : 0);
            }
            return statuses;
          };
      calls = new FutureTask<>(loop);
      Thread.ofVirtual().start(calls);
    }

    void stopAndCheck() throws InterruptedException, ExecutionException {
      stop.set(true);
      assertThat(calls.get()).isNotEmpty().containsOnly(200);
    }

    @Override
    public void close() {
      stop.set(true);
    }
  }
}
