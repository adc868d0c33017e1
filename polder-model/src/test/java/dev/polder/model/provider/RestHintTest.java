package dev.polder.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
import dev.polder.model.openai.ErrorBody;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// For how long an upstream asks to be left alone.
final class RestHintTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

  private static Headers headers(String fields) {
    Headers headers = Headers.NONE;
    for (String field : fields.split(";", -1)) {
      String[] parts = field.split("=", 2);
      headers = headers.with(parts[0].strip(), parts[1].strip());
    }
    return headers;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after-ms=1500                                        | PT1.5S",
        "retry-after-ms=1500; retry-after=60                        | PT1.5S",
        "retry-after-ms=x; retry-after=60                           | PT60S",
        "retry-after=7                                              | PT7S",
        "retry-after=0.25                                           | PT0.25S",
        "retry-after=-3                                             | PT0S",
        "retry-after=0                                              | PT0S",
        "retry-after=99999999999999999999                           | PT24H",
        "retry-after=Mon, 23 Nov 2026 12:00:30 GMT                  | PT30S",
        "retry-after=Mon, 23 Nov 2026 11:00:00 GMT                  | PT0S",
        "retry-after=Sun, 23 Nov 2036 11:00:00 GMT                  | PT24H",
        "retry-after=7; x-ratelimit-reset-requests=6m0s             | PT7S",
        "x-ratelimit-reset-requests=6m0s                            | PT6M",
        "x-ratelimit-reset-requests=1s                              | PT1S",
        "x-ratelimit-reset-requests=120ms                           | PT0.12S",
        "x-ratelimit-reset-requests=1h2m3.5s                        | PT1H2M3.5S",
        "x-ratelimit-reset-requests=45                              | PT45S",
        "x-ratelimit-reset-requests=1s; x-ratelimit-reset-tokens=9s | PT9S",
        "x-ratelimit-reset-requests=1s; x-ratelimit-reset-tokens=9s; x-ratelimit-remaining-requests=0"
            + "; x-ratelimit-remaining-tokens=100                   | PT1S",
        "anthropic-ratelimit-tokens-reset=2026-11-23T12:00:05Z      | PT5S",
        "anthropic-ratelimit-tokens-reset=2026-11-23T13:00:05+01:00 | PT5S",
        "anthropic-ratelimit-requests-reset=2026-11-23T11:59:00Z    | PT0S",
        "anthropic-ratelimit-requests-reset=2026-11-23T12:00:05Z; anthropic-ratelimit-requests-remaining=0"
            + "; anthropic-ratelimit-input-tokens-reset=2026-11-23T12:01:00Z"
            + "; anthropic-ratelimit-input-tokens-remaining=4000    | PT5S",
      })
  void readsWhatHeadersSay(String fields, Duration rest) {
    assertThat(RestHint.of(headers(fields), CLOCK)).contains(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-type=text/html",
        "retry-after=soon",
        "retry-after=",
        "retry-after=NaN",
        "retry-after=1e9",
        "x-ratelimit-reset-requests=6 minutes",
        "anthropic-ratelimit-tokens-reset=2026-11-23T12:00:05",
        "x-ratelimit-remaining-requests=0",
      })
  void readsNothingIntoWhatItDoesNotKnow(String fields) {
    assertThat(RestHint.of(headers(fields), CLOCK)).isEmpty();
  }

  @Test
  void readsWhatGoogleWritesIntoTheBody() {
    // Given
    Bytes body =
        Bytes.utf8(
            """
            [{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
              {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"57.238747106s"}]}}]\
            """);
    Fault.Rejected rejected = new Fault.Rejected(429, Headers.NONE, body, ErrorBody.read(body));

    // Then
    assertThat(RestHint.of(rejected, CLOCK)).contains(Duration.ofMillis(57_239));
    assertThat(RestHint.of(new Fault.ReportedInStream(body, ErrorBody.read(body)), CLOCK))
        .contains(Duration.ofMillis(57_239));
  }

  @Test
  void aConnectionThatBrokeSaysNothing() {
    assertThat(RestHint.of(new Fault.CutOff("answer cut off"), CLOCK)).isEmpty();
    assertThat(
            RestHint.of(
                new Fault.Rejected(429, Headers.NONE, Bytes.EMPTY, Optional.empty()), CLOCK))
        .isEmpty();
  }
}
