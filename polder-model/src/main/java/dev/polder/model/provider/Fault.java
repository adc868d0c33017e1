package dev.polder.model.provider;

import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
import dev.polder.model.openai.ErrorBody;
import java.util.Optional;

/// Why an attempt at a deployment brought no (whole) answer: the bare fact, without judgement.
public sealed interface Fault {
  /// In a few words, for error messages and outcome lines; never holds a secret or a prompt.
  String summary();

  /// No connection could be had.
  record Unreachable(String summary) implements Fault {}

  /// The answer, or the wait for it, was cut off.
  record CutOff(String summary) implements Fault {}

  /// What came is no answer of the dialect.
  record Garbage(String summary) implements Fault {}

  /// The upstream answered with an error.
  ///
  /// @param error what its body says, if it can be read
  record Rejected(int status, Headers headers, Bytes body, Optional<ErrorBody> error)
      implements Fault {
    @Override
    public String summary() {
      String message = error.map(ErrorBody::message).orElse("");
      return message.isEmpty() ? Integer.toString(status) : status + " " + message;
    }
  }

  /// The upstream reported an error within a stream that had begun with 200.
  ///
  /// @param bytes the event as clients are to get it: as it came, where it has the dialect's form
  record ReportedInStream(Bytes bytes, Optional<ErrorBody> error) implements Fault {
    @Override
    public String summary() {
      return "error in the stream" + error.map(body -> ": " + body.message()).orElse("");
    }
  }
}
