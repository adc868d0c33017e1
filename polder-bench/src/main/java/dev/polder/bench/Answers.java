package dev.polder.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// The bytes with which the upstream answers, in the dialect's form and made beforehand.
final class Answers {
  static final int EVENT_LENGTH = 150;

  private static final String STREAM_HEAD =
      """
      HTTP/1.1 200 OK\r
      content-type: text/event-stream; charset=utf-8\r
      cache-control: no-cache\r
      transfer-encoding: chunked\r
      \r
      """;

  private static final String CHUNK = "{\"id\":\"c-7\",\"object\":\"chat.completion.chunk\",";

  /// What stands before a paced event's time; nothing else in an event looks like it.
  private static final String TIME_MARK = "{\"content\":\"";

  private static final int TIME_DIGITS = 16;

  private static final int TIME_IN_EVENT =
      content(hexadecimal(0)).indexOf(TIME_MARK) + TIME_MARK.length();

  private Answers() {}

  /// A whole answer whose body has `length` bytes.
  static byte[] whole(int length) {
    String before =
        "{\"id\":\"chatcmpl-7\",\"object\":\"chat.completion\",\"created\":1790000000,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
    String behind =
        "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":80,\"completion_tokens\":400,\"total_tokens\":480}}";
    String text = "The bridge over the canal opens in May.\\n";
    int left = length - before.length() - behind.length();
    String body =
        before + text.repeat(left / text.length()) + "x".repeat(left % text.length()) + behind;
    String head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
            .formatted(body.length());
    return (head + body).getBytes(US_ASCII);
  }

  static byte[] streamHead() {
    return STREAM_HEAD.getBytes(US_ASCII);
  }

  /// A whole stream of `events` events with content, each a chunk of HTTP by itself.
  static byte[] unspaced(int events, boolean usage) {
    StringBuilder stream = new StringBuilder(STREAM_HEAD);
    for (int i = 0; i < events; i++) {
      stream.append(chunk(content("token-%010d".formatted(i))));
    }
    return stream.append(ending(usage)).toString().getBytes(US_ASCII);
  }

  /// How a stream ends: the reason, the usage where it was asked for, the end marker.
  static byte[] streamEnd(boolean usage) {
    return ending(usage).getBytes(US_ASCII);
  }

  private static String ending(boolean usage) {
    String reason =
        chunk(
            "data: "
                + CHUNK
                + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}\n\n");
    String tokens =
        chunk(
            "data: "
                + CHUNK
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":80,\"completion_tokens\":50}}\n\n");
    return reason + (usage ? tokens : "") + chunk("data: [DONE]\n\n") + "0\r\n\r\n";
  }

  private static String chunk(String event) {
    return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
  }

  /// Filled up to its length in a field that servers send and gateways do not read.
  private static String content(String text) {
    String before = "data: " + CHUNK + "\"model\":\"";
    String behind =
        "\",\"choices\":[{\"index\":0,\"delta\":"
            + TIME_MARK
            + text
            + "\"},\"finish_reason\":null}]}\n\n";
    return before
        + "m".repeat(Math.max(0, EVENT_LENGTH - before.length() - behind.length()))
        + behind;
  }

  /// A chunk with one event that carries a time in nanoseconds.
  static byte[] timed(long nanos) {
    return chunk(content(hexadecimal(nanos))).getBytes(US_ASCII);
  }

  private static String hexadecimal(long nanos) {
    return "%016x".formatted(nanos);
  }

  /// Where in a [#timed(long)] chunk the time stands.
  static int timeOffset() {
    String event = content(hexadecimal(0));
    return chunk(event).indexOf(TIME_MARK) + TIME_MARK.length();
  }

  /// Writes `nanos` over the time of a [#timed(long)] chunk.
  static void setTime(byte[] chunk, int timeOffset, long nanos) {
    for (int i = 0; i < TIME_DIGITS; i++) {
      int digit = (int) (nanos >>> (4 * (TIME_DIGITS - 1 - i))) & 15;
      chunk[timeOffset + i] = (byte) Character.forDigit(digit, 16);
    }
  }

  /// The time that an event carries, or -1 where it carries none.
  static long timeOf(byte[] event, int length) {
    if (length != EVENT_LENGTH) {
      return -1;
    }
    long nanos = 0;
    for (int i = TIME_IN_EVENT; i < TIME_IN_EVENT + TIME_DIGITS; i++) {
      int digit = Character.digit(event[i], 16);
      if (digit < 0) {
        return -1;
      }
      nanos = nanos << 4 | digit;
    }
    return nanos;
  }
}
