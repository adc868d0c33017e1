package dev.polder.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.model.dialect.ErrorReport.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorReportTest {
  private static Dialect dialect(String name) {
    return Optional.ofNullable(Spoken.dialects().get(name)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "chat|429|{\"error\":{\"message\":\"m\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}|RATE_LIMIT",
        "chat|0|{\"error\":{\"message\":\"m\",\"type\":\"x\",\"code\":\"insufficient_quota\"}}|BILLING",
        "chat|429|{\"error\":{\"message\":\"m\",\"type\":\"x\",\"code\":\"insufficient_quota\"}}|BILLING",
        "chat|503|not JSON|OVERLOADED",
        "responses|404|{\"error\":{\"message\":\"m\",\"type\":\"x\",\"code\":\"model_not_found\"}}|NOT_FOUND",
        "responses|0|{\"error\":{\"message\":\"m\",\"code\":\"rate_limit_exceeded\"}}|RATE_LIMIT",
        "anthropic|529|{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}}|OVERLOADED",
        "anthropic|0|{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"m\"}}|RATE_LIMIT",
        "anthropic|402|{\"type\":\"error\",\"error\":{\"type\":\"billing_error\",\"message\":\"m\"}}|BILLING",
        "anthropic|413|{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\",\"message\":\"m\"}}|TOO_LARGE",
        "anthropic|504|{\"type\":\"error\",\"error\":{\"type\":\"timeout_error\",\"message\":\"m\"}}|TIMEOUT",
        "anthropic|500|{\"message\":\"m\"}|SERVER",
      })
  void anErrorIsOfTheKindThatItsNamesOrElseItsStatusTell(
      String name, int status, String body, Kind kind) {
    ErrorReport error = dialect(name).readError(status, Bytes.utf8(body));
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.message()).isNotBlank();
    assertThat(error.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindSurvivesTheWayThroughAnthropic(Kind kind) {
    // Given
    Dialect anthropic = dialect("anthropic");
    ErrorReport error = ErrorReport.of(kind, "größe \"x\"");

    // When
    ErrorReport read = anthropic.readError(anthropic.status(error), anthropic.writeError(error));

    // Then
    assertThat(read.kind()).isEqualTo(kind);
    assertThat(read.message()).isEqualTo(error.message());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindSurvivesTheWayThroughOpenAi(Kind kind) {
    for (String name : new String[] {"chat", "responses"}) {
      ErrorReport error = ErrorReport.of(kind, "größe \"x\"");
      ErrorReport read =
          dialect(name).readError(dialect(name).status(error), dialect(name).writeError(error));
      assertThat(read.kind()).isEqualTo(kind);
      assertThat(read.message()).isEqualTo(error.message());
    }
  }

  @Test
  void noRoomHasTheStatusThatEachDialectKnows() {
    ErrorReport error =
        new ErrorReport(Kind.OVERLOADED, "Overloaded", 529, "", "", Optional.empty());
    assertThat(dialect("anthropic").status(error)).isEqualTo(529);
    assertThat(dialect("chat").status(error)).isEqualTo(503);
    assertThat(dialect("responses").status(error)).isEqualTo(503);
    assertThat(dialect("anthropic").status(ErrorReport.of(Kind.OVERLOADED, "x"))).isEqualTo(529);
  }

  @Test
  void anErrorIsPutIntoTheClientsDialect() {
    Bytes body =
        Bytes.utf8(
            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slow.\"}}");
    assertThat(new Translation(dialect("chat"), dialect("anthropic")).error(429, body).utf8())
        .isEqualTo(
            "{\"error\":{\"message\":\"Slow.\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":\"rate_limit_error\"}}");
    assertThat(
            new Translation(dialect("anthropic"), dialect("chat"))
                .error(
                    404,
                    Bytes.utf8("{\"error\":{\"message\":\"No.\",\"code\":\"model_not_found\"}}"))
                .utf8())
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"No.\"}}");
  }
}
