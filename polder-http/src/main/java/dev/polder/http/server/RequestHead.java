package dev.polder.http.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Optional;

/// What the HTTP decoder lets pass in a request's head, and yet two servers could read in two ways.
///
/// Between Polder and its clients there are often proxies that decide by path, host or length who
/// may do what. A head that they may understand otherwise than Polder is refused, and its
/// connection closed, since it is not certain either where the next request begins.
public final class RequestHead {
  /// More fields than any client sends; as in Apache's `LimitRequestFields`.
  public static final int MOST_FIELDS = 100;

  /// Why a head is refused.
  ///
  /// @param status such as 400, 414 or 431
  /// @param message the thing and the remedy
  public record Fault(int status, String message) {}

  private int fields;
  private int hosts;
  private int credentials;
  private boolean nameless;
  private boolean unknownCoding;

  private RequestHead() {}

  /// The reason to refuse `request`, if there is one.
  public static Optional<Fault> fault(HttpServerRequest request) {
    RequestHead head = new RequestHead();
    request.headers().forEach(head::count);
    if (head.fields > MOST_FIELDS) {
      return Optional.of(
          new Fault(431, "The request has more than %d header fields.".formatted(MOST_FIELDS)));
    }
    if (head.nameless) {
      return bad("A header field has no name.");
    }
    if (head.unknownCoding) {
      return bad(
          "The body's transfer coding is not understood. Send 'Transfer-Encoding: chunked' alone, or"
              + " a 'Content-Length'.");
    }
    if (head.credentials > 1) {
      return bad("There is more than one 'Authorization' field. Send one.");
    }
    return head.hostFault(request).or(() -> targetFault(request));
  }

  /// The reason to refuse what the HTTP decoder could not make a request of.
  public static Fault undecodable(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    return switch (cause) {
      case TooLongHttpLineException tooLong -> new Fault(414, "The request line is too long.");
      case TooLongHttpHeaderException tooLong ->
          new Fault(431, "The request's header fields are too long.");
      case null, default -> new Fault(400, "This is not a valid HTTP/1.1 request.");
    };
  }

  private static Optional<Fault> bad(String message) {
    return Optional.of(new Fault(400, message));
  }

  private void count(String name, String value) {
    fields++;
    switch (name.length()) {
      case 0 -> nameless = true;
      case 4 -> hosts += name.equalsIgnoreCase("host") ? 1 : 0;
      case 13 -> credentials += name.equalsIgnoreCase("authorization") ? 1 : 0;
      // The decoder has joined folded lines and keeps the blank, which shows here.
      case 17 ->
          unknownCoding |=
              name.equalsIgnoreCase("transfer-encoding") && !value.equalsIgnoreCase("chunked");
      default -> {}
    }
  }

  /// RFC 9112, section 3.2.
  private Optional<Fault> hostFault(HttpServerRequest request) {
    if (hosts == 1 && request.authority() != null) {
      return Optional.empty();
    }
    if (hosts == 0) {
      return request.version() == HttpVersion.HTTP_1_0
          ? Optional.empty()
          : bad("There is no 'Host' field. HTTP/1.1 wants one.");
    }
    return bad(
        hosts > 1
            ? "There is more than one 'Host' field. Send one."
            : "The 'Host' field is no host with an optional port.");
  }

  /// A target is a path; or a whole address, as clients of proxies send it, of the very host that
  /// the `Host` field names.
  private static Optional<Fault> targetFault(HttpServerRequest request) {
    String target = request.uri();
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    String lower = target.toLowerCase(Locale.ROOT);
    String host =
        Optional.ofNullable(request.getHeader("host")).orElse("").toLowerCase(Locale.ROOT);
    boolean own =
        !host.isEmpty()
            && (lower.startsWith("http://" + host + "/")
                || lower.startsWith("https://" + host + "/"));
    return own
        ? Optional.empty()
        : bad("The request's target is neither a path nor an address of the host that it names.");
  }
}
