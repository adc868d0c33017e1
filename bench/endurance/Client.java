import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One call over a socket of its own, and what became of it.
class Client {
  /// How a call ended.
  enum End {
    WHOLE,
    HONEST_ERROR,
    LEFT,
    LOST
  }

  /// @param call the gateway's identifier, or `""` where no head came
  /// @param why for calls that are lost: what was seen
  record Result(End end, String call, String why, String upstream) {}

  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");
  private static final Pattern PIECE = Pattern.compile("([a-z]+)\\.(\\d+)\\.(\\d+)\\.(\\d+)/(\\d+);");
  private static final Pattern FINISH = Pattern.compile("\"finish_reason\":\"(\\w+)\"");

  private final int port;
  private final long number;
  private final String useCase;
  private final boolean stream;
  private final boolean slow;
  private final long leaveAfterMillis;
  private final int deadlineMillis;
  private String call = "";

  /// @param deadlineMillis after which a call without an end is lost
  Client(int port, long number, String useCase, Random random, int deadlineMillis) {
    this.port = port;
    this.number = number;
    this.useCase = useCase;
    this.stream = random.nextInt(10) < 7;
    this.slow = random.nextInt(20) == 0;
    this.leaveAfterMillis = random.nextInt(20) == 0 ? 30 + random.nextInt(400) : 0;
    this.deadlineMillis = deadlineMillis;
  }

  Result run() {
    long start = System.nanoTime();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(deadlineMillis);
      String body =
          "{\"model\":\""
              + useCase
              + "\",\"stream\":"
              + stream
              + ",\"messages\":[{\"role\":\"user\",\"content\":\"call-"
              + number
              + "\"}]}";
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nhost: soak\r\ncontent-type: application/json\r\n"
              + "connection: close\r\ncontent-length: "
              + body.length()
              + "\r\n\r\n";
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      if (leaveAfterMillis > 0) {
        return leave(socket);
      }
      return judge(read(socket.getInputStream(), start));
    } catch (java.net.SocketTimeoutException never) {
      return lost("nothing final within the deadline");
    } catch (IOException cut) {
      return lost("the connection broke: " + cut.getMessage());
    }
  }

  /// Reads for a while, then goes in the middle of whatever there is.
  private Result leave(Socket socket) throws IOException {
    socket.setSoTimeout((int) leaveAfterMillis);
    long end = System.nanoTime() + leaveAfterMillis * 1_000_000;
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      while (System.nanoTime() < end) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          break;
        }
        read.write(next);
      }
    } catch (java.net.SocketTimeoutException longEnough) {
      // Then it is time to go.
    }
    call = header(read.toString(StandardCharsets.ISO_8859_1), "x-polder-call");
    return new Result(End.LEFT, call, "", "");
  }

  private record Answer(int status, String type, String body) {}

  private Answer read(InputStream socket, long start) throws IOException {
    InputStream in = slow ? new Slowly(socket) : new java.io.BufferedInputStream(socket, 16_384);
    String head = line(in);
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    StringBuilder headers = new StringBuilder("\r\n");
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      headers.append(line).append("\r\n");
    }
    call = header(headers.toString(), "x-polder-call");
    String type = header(headers.toString(), "content-type");
    byte[] body;
    if (header(headers.toString(), "transfer-encoding").equals("chunked")) {
      body = chunks(in, start);
    } else {
      int length = Integer.parseInt("0" + header(headers.toString(), "content-length"));
      body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException("the body is shorter than said");
      }
    }
    return new Answer(status, type, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks(InputStream in, long start) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      byte[] chunk = in.readNBytes(size);
      if (chunk.length < size) {
        throw new EOFException("a chunk is shorter than said");
      }
      line(in);
      if (size == 0) {
        return body.toByteArray();
      }
      body.write(chunk);
      // Comments that keep a client waiting are no answer.
      if ((System.nanoTime() - start) / 1_000_000 > deadlineMillis) {
        throw new java.net.SocketTimeoutException();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("ended within the answer");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /// A field's value, or `""`: a client that leaves may have read half of one.
  private static String header(String head, String name) {
    Matcher field = Pattern.compile("(?i)\\n" + name + ": *([^\\r\\n]*)\\r").matcher(head);
    return field.find() ? field.group(1) : "";
  }

  private Result judge(Answer answer) {
    if (answer.status() >= 400) {
      return answer.body().contains("\"error\":{\"message\":")
          ? new Result(End.HONEST_ERROR, call, "", "")
          : lost("status " + answer.status() + " without an error: " + answer.body());
    }
    if (answer.status() != 200) {
      return lost("status " + answer.status());
    }
    return answer.type().startsWith("text/event-stream")
        ? judgeStream(answer.body())
        : judgeText(answer.body(), answer.body());
  }

  private Result judgeStream(String body) {
    StringBuilder text = new StringBuilder();
    String finish = "";
    String last = "";
    boolean error = false;
    for (String event : body.split("\n\n")) {
      if (event.startsWith(":") || event.isBlank()) {
        continue;
      }
      if (!event.startsWith("data: ")) {
        return lost("an event that is none: " + event);
      }
      if (error) {
        return lost("something follows the error: " + event);
      }
      last = event.substring(6);
      error = last.startsWith("{\"error\":");
      Matcher content = CONTENT.matcher(last);
      while (!error && content.find()) {
        text.append(content.group(1));
      }
      Matcher finished = FINISH.matcher(last);
      finish = !error && finished.find() ? finished.group(1) : finish;
    }
    if (error) {
      String fault = fault(text.toString(), false);
      return finish.isEmpty() && fault.isEmpty()
          ? new Result(End.HONEST_ERROR, call, "", "")
          : lost("an error behind an end, or behind joined texts: " + fault);
    }
    if (!last.equals("[DONE]") || finish.isEmpty()) {
      return lost("a stream that ends well and is not whole: …" + tail(body));
    }
    return judgeText(text.toString(), body);
  }

  private Result judgeText(String text, String body) {
    String fault = fault(text, true);
    Matcher piece = PIECE.matcher(text);
    if (!fault.isEmpty() || !piece.find()) {
      return lost(fault.isEmpty() ? "an answer without text: " + tail(body) : fault);
    }
    String id = piece.group(1) + "." + piece.group(2) + "." + piece.group(3);
    if (!piece.group(1).equals("child") && !Upstream.complete.remove(id)) {
      return lost("an answer that no upstream has sent to its end: " + id);
    }
    return new Result(End.WHOLE, call, "", piece.group(1));
  }

  /// What is wrong with the pieces of a text: of another call, of two attempts, not in order, missing.
  private String fault(String text, boolean all) {
    Matcher piece = PIECE.matcher(text);
    String attempt = "";
    int next = 0;
    int count = 0;
    while (piece.find()) {
      String from = piece.group(1) + "." + piece.group(3);
      if (Long.parseLong(piece.group(2)) != number) {
        return "text of another call: " + piece.group();
      }
      if (!attempt.isEmpty() && !attempt.equals(from)) {
        return "texts of two attempts are joined: " + attempt + " and " + from;
      }
      attempt = from;
      if (Integer.parseInt(piece.group(4)) != next++) {
        return "a piece is missing before " + piece.group();
      }
      count = Integer.parseInt(piece.group(5));
    }
    return all && next < count ? "truncated after " + next + " of " + count + " pieces" : "";
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 200)).replace("\n", "⏎");
  }

  private Result lost(String why) {
    return new Result(
        End.LOST, call, why + " (call " + number + ", " + useCase + (stream ? ", stream)" : ")"), "");
  }

  /// Reads small pieces with pauses, as a client on a bad line.
  private static final class Slowly extends InputStream {
    private final InputStream in;
    private int left = 2_000;

    Slowly(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      if (--left == 0) {
        left = 40_000;
        try {
          Thread.sleep(100);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }
      return in.read();
    }
  }
}
