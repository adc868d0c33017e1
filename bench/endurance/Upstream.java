import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model server on a real socket that misbehaves at random.
///
/// Each piece of an answer says whose it is: `NAME.CALL.ATTEMPT.INDEX/COUNT;`, so that a client can tell
/// whether it has all of them, in order, and of one attempt only.
class Upstream {
  private static final Pattern CALL = Pattern.compile("call-(\\d+)");
  private static final String EVENT_STREAM = "text/event-stream";

  /// Attempts that were answered to their end, until a client has asked for them.
  static final Set<String> complete = ConcurrentHashMap.newKeySet();

  final String name;
  final Map<Misdeed, AtomicLong> done = new ConcurrentHashMap<>();
  final AtomicInteger busy = new AtomicInteger();
  private final double honesty;
  private final Random random;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong attempts = new AtomicLong();
  private final int port;
  private volatile boolean wellBehaved;
  private volatile ServerSocket listener;

  /// @param honesty the share of requests that it answers as it should
  Upstream(String name, int port, double honesty, long seed) throws IOException {
    this.name = name;
    this.honesty = honesty;
    this.random = new Random(seed);
    listener = listen(port);
    this.port = listener.getLocalPort();
  }

  /// A process of its own: PORT and SEED.
  public static void main(String[] arguments) throws Exception {
    new Upstream(
        "child", Integer.parseInt(arguments[0]), 0.9, Long.parseLong(arguments[1]) ^ System.nanoTime());
    Thread.currentThread().join();
  }

  int port() {
    return port;
  }

  /// Misbehaves no more, for the time when everything must come to rest.
  void behave() {
    wellBehaved = true;
  }

  private ServerSocket listen(int wanted) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 1024);
    Thread.ofVirtual().start(() -> acceptAll(socket));
    return socket;
  }

  /// Refuses connections and resets those that there are, as a process that is killed; then comes back.
  void restart(long awayMillis) throws IOException, InterruptedException {
    listener.close();
    for (Socket socket : List.copyOf(open)) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException alreadyGone) {
        // That is what was wanted.
      }
    }
    Thread.sleep(awayMillis);
    listener = listen(port);
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new java.io.BufferedInputStream(socket.getInputStream());
      while (true) {
        String head = readHead(in);
        if (head == null) {
          return;
        }
        String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
        busy.incrementAndGet();
        try {
          if (!answer(head, body, socket)) {
            return;
          }
        } finally {
          busy.decrementAndGet();
        }
      }
    } catch (IOException gone) {
      // The gateway left: it may.
    } finally {
      open.remove(socket);
    }
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      last = last << 8 | next;
      if (last == 0x0D0A0D0A) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return null;
  }

  private static int length(String head) {
    Matcher length = Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : 0;
  }

  private Misdeed choose() {
    synchronized (random) {
      if (wellBehaved || random.nextDouble() < honesty) {
        return Misdeed.NONE;
      }
      Misdeed[] all = Misdeed.values();
      return all[1 + random.nextInt(all.length - 1)];
    }
  }

  /// Whether the connection may carry another request.
  private boolean answer(String head, String body, Socket socket) throws IOException {
    if (head.startsWith("GET")) {
      json(socket, 200, "{\"status\":\"ok\",\"data\":[]}", "");
      return true;
    }
    Misdeed misdeed = choose();
    done.computeIfAbsent(misdeed, key -> new AtomicLong()).incrementAndGet();
    Matcher call = CALL.matcher(body);
    String id = name + "." + (call.find() ? call.group(1) : "0") + "." + attempts.incrementAndGet();
    boolean stream = body.contains("\"stream\":true");
    OutputStream out = socket.getOutputStream();
    switch (misdeed) {
      case NONE, DRIP, HUGE_EVENT, REFUSAL -> whole(out, id, stream, misdeed);
      case RESET_BEFORE_HEAD -> {
        return reset(socket);
      }
      case CLOSE_BEFORE_HEAD -> {
        return false;
      }
      case RESET_AFTER_HEAD -> {
        head(out, 200, stream ? EVENT_STREAM : "application/json", "content-length: 5000\r\n");
        return reset(socket);
      }
      case GARBAGE_FOR_HEAD -> {
        write(out, "220 mail.example.org ESMTP at your service\r\n\r\n");
        return false;
      }
      case GARBAGE_FOR_BODY -> text(socket, 200, "text/html", "<html>Sign in to go on</html>", "");
      case SHORTER_THAN_SAID -> {
        head(out, 200, "application/json", "content-length: 5000\r\n");
        write(out, "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + piece(id, 0, 9));
        return false;
      }
      case STATUS_500 -> error(socket, 500, "server_error", "", "");
      case STATUS_502 -> text(socket, 502, "text/html", "<h1>Bad gateway</h1>", "");
      case STATUS_503 -> error(socket, 503, "server_error", "", "");
      case STATUS_503_RETRY_AFTER -> error(socket, 503, "server_error", "", "retry-after: 1\r\n");
      case STATUS_429 -> error(socket, 429, "rate_limit_error", "rate_limit_exceeded", "");
      case STATUS_429_RETRY_AFTER ->
          error(socket, 429, "rate_limit_error", "rate_limit_exceeded", "retry-after: 1\r\n");
      case STATUS_529 -> error(socket, 529, "overloaded_error", "", "");
      case UNPAID_402 -> error(socket, 402, "billing_error", "", "");
      case UNPAID_429 -> error(socket, 429, "insufficient_quota", "insufficient_quota", "");
      case WITHDRAWN_401 -> error(socket, 401, "invalid_request_error", "invalid_api_key", "");
      case WITHDRAWN_403 ->
          error(socket, 403, "request_forbidden", "unsupported_country_region_territory", "");
      case WITHDRAWN_404 -> error(socket, 404, "invalid_request_error", "model_not_found", "");
      case CONTEXT_400 ->
          error(socket, 400, "invalid_request_error", "context_length_exceeded", "");
      case CALLER_400 -> error(socket, 400, "invalid_request_error", "invalid_value", "");
      case CALLER_422 -> error(socket, 422, "invalid_request_error", "", "");
      case FILTERED_400 -> error(socket, 400, "", "content_filter", "");
      case ERROR_AS_FIRST_EVENT -> {
        if (!stream) {
          error(socket, 500, "server_error", "", "");
          return true;
        }
        begin(out);
        chunk(out, "data: {\"error\":{\"message\":\"first\",\"type\":\"server_error\",\"code\":null}}\n\n");
        chunk(out, "");
      }
      case ERROR_IN_MID_STREAM -> {
        int sent = part(socket, id, stream);
        if (sent < 0) {
          return false;
        }
        chunk(out, "data: {\"error\":{\"message\":\"mid\",\"type\":\"server_error\",\"code\":null}}\n\n");
        chunk(out, "");
      }
      case RESET_IN_MID_STREAM -> {
        part(socket, id, stream);
        return reset(socket);
      }
      case CLOSE_IN_MID_STREAM -> {
        part(socket, id, stream);
        return false;
      }
      case END_IN_MID_STREAM -> {
        if (part(socket, id, stream) < 0) {
          return false;
        }
        chunk(out, "");
      }
      case STALL_BEFORE_HEAD -> {
        return stall(socket);
      }
      case STALL_BEFORE_FIRST_TOKEN -> {
        begin(out);
        return stall(socket);
      }
      case STALL_IN_MID_STREAM -> {
        part(socket, id, stream);
        return stall(socket);
      }
    }
    return true;
  }

  private int draw(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  private static String piece(String id, int index, int count) {
    return id + "." + index + "/" + count + ";";
  }

  private static String event(String content, String finish, String padding) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{"
        + (content.isEmpty() ? "" : "\"content\":\"" + content + "\"")
        + "},\"finish_reason\":"
        + finish
        + "}],\"padding\":\""
        + padding
        + "\"}\n\n";
  }

  private void whole(OutputStream out, String id, boolean stream, Misdeed misdeed)
      throws IOException {
    int count = misdeed == Misdeed.DRIP ? 2 + draw(4) : 1 + draw(30);
    String finish = misdeed == Misdeed.REFUSAL ? "\"content_filter\"" : "\"stop\"";
    // Known before the last byte is out: the client may be faster than this thread.
    complete.add(id);
    if (!stream) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < count; i++) {
        text.append(piece(id, i, count));
      }
      String body =
          "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
              + text
              + "\"},\"finish_reason\":"
              + finish
              + "}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":"
              + count
              + "}}";
      head(out, 200, "application/json", "content-length: " + body.length() + "\r\n");
      write(out, body);
      return;
    }
    begin(out);
    for (int i = 0; i < count; i++) {
      pause(misdeed == Misdeed.DRIP ? 150 + draw(200) : draw(8));
      boolean huge = misdeed == Misdeed.HUGE_EVENT && i == 0;
      chunk(out, event(piece(id, i, count), "null", huge ? "x".repeat(300_000) : ""));
    }
    chunk(out, event("", finish, ""));
    chunk(out, "data: [DONE]\n\n");
    chunk(out, "");
  }

  /// The beginning of an answer that will not become whole; how much of it, or -1 where that cannot be
  /// told in one piece.
  private int part(Socket socket, String id, boolean stream) throws IOException {
    OutputStream out = socket.getOutputStream();
    if (!stream) {
      head(out, 200, "application/json", "content-length: 5000\r\n");
      write(out, "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + piece(id, 0, 30));
      return -1;
    }
    begin(out);
    int count = 1 + draw(12);
    for (int i = 0; i < count; i++) {
      chunk(out, event(piece(id, i, 30), "null", ""));
      pause(draw(8));
    }
    return count;
  }

  private static void begin(OutputStream out) throws IOException {
    head(out, 200, EVENT_STREAM, "transfer-encoding: chunked\r\n");
    chunk(
        out,
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}]}\n\n");
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    write(out, Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  private static void error(Socket socket, int status, String type, String code, String headers)
      throws IOException {
    json(
        socket,
        status,
        "{\"error\":{\"message\":\"as the dice fell\",\"type\":\""
            + type
            + "\",\"param\":null,\"code\":\""
            + code
            + "\"}}",
        headers);
  }

  private static void json(Socket socket, int status, String body, String headers)
      throws IOException {
    text(socket, status, "application/json", body, headers);
  }

  private static void text(Socket socket, int status, String type, String body, String headers)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    head(out, status, type, headers + "content-length: " + body.length() + "\r\n");
    write(out, body);
  }

  private static void head(OutputStream out, int status, String type, String headers)
      throws IOException {
    write(out, "HTTP/1.1 " + status + " X\r\ncontent-type: " + type + "\r\n" + headers + "\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static boolean reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    return false;
  }

  /// Says nothing until the gateway leaves.
  private static boolean stall(Socket socket) throws IOException {
    socket.setSoTimeout(60_000);
    try {
      socket.getInputStream().read();
    } catch (SocketTimeoutException forgotten) {
      System.err.println("A stalled upstream was not left within 60 s.");
    }
    return false;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
