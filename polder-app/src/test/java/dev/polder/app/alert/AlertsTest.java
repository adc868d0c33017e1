package dev.polder.app.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import dev.polder.app.alert.Notice.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of an alert, and when: never twice, never too late, and its end exactly once.
final class AlertsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder = Path.of("");
  private final ManualClock clock = new ManualClock();
  private final List<Notice> sent = new ArrayList<>();
  private Alerts alerts = start();

  @BeforeEach
  void begin() {
    alerts = start();
  }

  private Alerts start() {
    return new Alerts(
        clock, new Random(7), new StandingFile(folder.resolve("state/alerts.json")), sent::add);
  }

  private Alert risk(Severity severity) {
    return new Alert(
        Kind.USE_CASE_AT_RISK, "letters", severity, "Letters: " + severity, "", clock.instant());
  }

  private void pass(Duration duration) {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(duration) < 0;
        passed = passed.plus(SECOND)) {
      clock.pass(SECOND);
      alerts.tick();
    }
  }

  private List<Status> told() {
    return sent.stream().map(Notice::status).toList();
  }

  @Test
  void tellsOnceHoweverOftenItIsRaised() {
    // When
    for (int i = 0; i < 1000; i++) {
      alerts.raise(risk(Severity.WARNING));
      pass(SECOND);
    }

    // Then
    assertThat(told()).containsExactly(Status.RAISED);
  }

  @Test
  void raisedClearedAndRaisedWithinAMinuteIsOneMessage() {
    // When
    for (int i = 0; i < 20; i++) {
      alerts.raise(risk(Severity.WARNING));
      pass(Duration.ofSeconds(10));
      alerts.clear(Kind.USE_CASE_AT_RISK, "letters");
      pass(Duration.ofSeconds(59));
    }

    // Then
    assertThat(told()).containsExactly(Status.RAISED);
  }

  @Test
  void theAllClearComesOnceAndSaysHowLongItLasted() {
    // Given
    alerts.raise(risk(Severity.WARNING));
    pass(Duration.ofMinutes(125));

    // When
    alerts.clear(Kind.USE_CASE_AT_RISK, "letters");
    for (int i = 0; i < 200; i++) {
      pass(SECOND);
      alerts.clear(Kind.USE_CASE_AT_RISK, "letters");
    }

    // Then
    assertThat(told()).containsExactly(Status.RAISED, Status.CLEARED);
    assertThat(sent.getLast().lasted()).isEqualTo(Duration.ofMinutes(125));
    assertThat(sent.getLast().text()).isEqualTo("All clear after 2 h 5 min: Letters: WARNING");
    assertThat(alerts.standing()).isEmpty();
  }

  @Test
  void whatWasNeverRaisedIsNotCleared() {
    // When
    alerts.clear(Kind.ENGINE_RESTARTING, "own");
    pass(Duration.ofMinutes(2));

    // Then
    assertThat(sent).isEmpty();
  }

  @Test
  void whatBecomesWorseIsToldAtOnce() {
    // When
    alerts.raise(risk(Severity.WARNING));
    alerts.raise(risk(Severity.CRITICAL));

    // Then
    assertThat(told()).containsExactly(Status.RAISED, Status.WORSENED);
  }

  @Test
  void whatEasesIsToldWhenItStaysSo() {
    // Given
    alerts.raise(risk(Severity.CRITICAL));

    // When
    for (int i = 0; i < 61; i++) {
      alerts.raise(risk(Severity.WARNING));
      pass(SECOND);
    }

    // Then
    assertThat(told()).containsExactly(Status.RAISED, Status.EASED);
    assertThat(alerts.standing()).extracting(Alert::severity).containsExactly(Severity.WARNING);
  }

  @Test
  void saysOnceADayThatItLasts() {
    // When
    alerts.raise(risk(Severity.WARNING));
    pass(Duration.ofHours(49));

    // Then
    assertThat(told()).containsExactly(Status.RAISED, Status.ONGOING, Status.ONGOING);
    assertThat(sent.getLast().text()).isEqualTo("Still, after 2 d: Letters: WARNING");
  }

  @Test
  void remindsOfContractsOnceAWeek() {
    // When
    alerts.raise(
        new Alert(Kind.CONTRACT_NOTICE, "gpt", Severity.WARNING, "Ends.", "", clock.instant()));
    for (int day = 0; day < 8; day++) {
      clock.pass(Duration.ofDays(1));
      alerts.tick();
    }

    // Then
    assertThat(told()).containsExactly(Status.RAISED, Status.ONGOING);
  }

  @Test
  void clearsEverythingElseOfAKind() {
    // Given
    alerts.raise(risk(Severity.WARNING));
    alerts.raise(
        new Alert(Kind.ACCESS_LOST, "gpt", Severity.CRITICAL, "Gone.", "", clock.instant()));

    // When
    alerts.clearAllBut(Kind.USE_CASE_AT_RISK, Set.of("triage"));
    pass(Duration.ofMinutes(2));

    // Then
    assertThat(alerts.standing()).extracting(Alert::subject).containsExactly("gpt");
  }

  @Test
  void afterARestartNothingIsSentTwiceAndTheAllClearStillComes() {
    // Given
    alerts.raise(risk(Severity.WARNING));
    pass(SECOND);

    // When
    alerts = start();
    alerts.raise(risk(Severity.WARNING));
    pass(Duration.ofSeconds(9));
    alerts.clear(Kind.USE_CASE_AT_RISK, "letters");
    pass(Duration.ofMinutes(2));

    // Then
    assertThat(told()).containsExactly(Status.RAISED, Status.CLEARED);
    assertThat(sent.getLast().lasted()).isEqualTo(Duration.ofSeconds(10));
    alerts = start();
    assertThat(alerts.standing()).isEmpty();
  }

  @Test
  void aStateFileThatIsBrokenIsNoReasonNotToStart() throws IOException {
    // Given
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/alerts.json"), "[{\"event\":\"sunshine\"}");

    // When
    alerts = start();
    alerts.raise(risk(Severity.WARNING));
    pass(SECOND);

    // Then
    assertThat(told()).containsExactly(Status.RAISED);
    assertThat(start().standing()).hasSize(1);
  }
}
