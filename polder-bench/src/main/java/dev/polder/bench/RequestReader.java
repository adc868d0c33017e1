package dev.polder.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/// Cuts one connection's bytes into requests and finds in each what the upstream must know.
final class RequestReader {
  /// What is asked for.
  ///
  /// @param events of a paced stream
  record Request(Workload workload, int events, boolean usageAsked) {}

  private byte[] held = new byte[4 * 1024];
  private int length;

  /// Takes the first `count` of `bytes`, and tells every request that they complete.
  ///
  /// @throws IllegalStateException when they are no request of the benchmark
  void feed(byte[] bytes, int count, Consumer<Request> requests) {
    if (length + count > held.length) {
      held = Arrays.copyOf(held, (length + count) * 2);
    }
    System.arraycopy(bytes, 0, held, length, count);
    length += count;
    for (int end = endOfRequest(); end > 0; end = endOfRequest()) {
      requests.accept(read(new String(held, 0, end, ISO_8859_1)));
      System.arraycopy(held, end, held, 0, length - end);
      length -= end;
    }
  }

  /// Where the first request ends, or 0 when it has not all come.
  private int endOfRequest() {
    int body = 0;
    for (int i = 3; i < length && body == 0; i++) {
      if (held[i] == '\n' && held[i - 2] == '\n') {
        body = i + 1;
      }
    }
    if (body == 0) {
      return 0;
    }
    String head = new String(held, 0, body, ISO_8859_1).toLowerCase(Locale.ROOT);
    int end = body + numberBehind(head, "\r\ncontent-length: ");
    return length >= end ? end : 0;
  }

  private static Request read(String request) {
    String mark = "{\"model\":\"";
    int label = request.indexOf(mark) + mark.length();
    String name = request.substring(label, request.indexOf('"', label));
    Workload workload =
        Workload.labelled(name)
            .orElseThrow(() -> new IllegalStateException("no workload '" + name + "'"));
    return new Request(
        workload,
        numberBehind(request, "\"max_tokens\":"),
        request.contains("\"include_usage\":true"));
  }

  private static int numberBehind(String text, String mark) {
    int from = text.indexOf(mark) + mark.length();
    if (from < mark.length()) {
      throw new IllegalStateException("no '" + mark.strip() + "' in a request");
    }
    int to = from;
    while (to < text.length() && Character.isDigit(text.charAt(to))) {
      to++;
    }
    return Integer.parseInt(text, from, to, 10);
  }
}
