package dev.polder.model.provider;

import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
import dev.polder.model.openai.ErrorBody;
import java.util.Optional;
import java.util.stream.Stream;

/// Why an attempt at a deployment brought no (whole) answer: the bare fact, without judgement.
public sealed interface Fault {
  /// In a few words, for error messages and outcome lines. It never holds an upstream's own
  /// sentences: they may repeat the prompt, or a key, and outcome lines are kept.
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
      String kind = kind(error);
      return kind.isEmpty() ? Integer.toString(status) : status + " " + kind;
    }
  }

  /// The upstream reported an error within a stream that had begun with 200.
  ///
  /// @param bytes the event as clients are to get it: as it came, where it has the dialect's form
  record ReportedInStream(Bytes bytes, Optional<ErrorBody> error) implements Fault {
    @Override
    public String summary() {
      String kind = kind(error);
      return kind.isEmpty() ? "error in the stream" : "error in the stream: " + kind;
    }
  }

  /// The answer is whole, but no answer that the use case can use.
  ///
  /// @param summary holds nothing of the answer
  record Invalid(String summary) implements Fault {}

  /// The error's code, or else its type, as far as it is a name and not a sentence.
  private static String kind(Optional<ErrorBody> error) {
    return error.stream()
        .flatMap(body -> Stream.of(body.code(), body.type()))
        .filter(name -> name.matches("[A-Za-z0-9_.:-]{1,64}"))
        .findFirst()
        .orElse("");
  }
}
