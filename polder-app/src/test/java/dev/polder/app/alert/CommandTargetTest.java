package dev.polder.app.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Messages to real programs.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
final class CommandTargetTest {
  @TempDir private Path folder = Path.of("");

  private static Notice notice(String subject) {
    Alert alert =
        new Alert(
            Kind.ACCESS_LOST,
            subject,
            Severity.CRITICAL,
            "Access is lost.",
            "status 401",
            Instant.parse("2026-06-12T09:00:00Z"));
    return new Notice(
        "msg_1",
        Notice.Status.CLEARED,
        alert,
        Instant.parse("2026-06-12T10:00:00Z"),
        Duration.ofHours(1));
  }

  private CommandTarget script(String text, Duration limit, String... arguments) throws Exception {
    Path file = Files.writeString(folder.resolve("notify.sh"), text);
    List<String> command = new ArrayList<>(List.of("sh", file.toString()));
    command.addAll(List.of(arguments));
    return new CommandTarget(command, Path.of("").toAbsolutePath(), limit);
  }

  @Test
  void getsTheMessageAsJsonAndInItsEnvironment() throws Exception {
    // Given
    Path out = folder.resolve("out");
    CommandTarget target =
        script(
            "cat > '%s'; echo \"$POLDER_ALERT_EVENT $POLDER_ALERT_STATUS $POLDER_ALERT_LASTED_SECONDS $POLDER_ALERT_TEXT\""
                .formatted(out),
            Duration.ofSeconds(10));

    // When
    Target.Delivery delivery = target.deliver(notice("gpt"));

    // Then
    assertThat(delivery)
        .isEqualTo(
            new Target.Delivery.Arrived(
                "exit code 0, said: access-lost cleared 3600 All clear after 1 h: Access is lost."));
    assertThat(Files.readString(out))
        .startsWith("{\"type\":\"access-lost.cleared\",")
        .contains("\"subject\":\"gpt\"");
  }

  @Test
  void noShellReadsWhatIsInAMessage() throws Exception {
    // Given
    Path trap = folder.resolve("trap");
    String hostile = "$(touch " + trap + "); `touch " + trap + "`\0 && touch " + trap;

    // When
    Target.Delivery delivery =
        script("printf '%s' \"$1 $POLDER_ALERT_SUBJECT\"", Duration.ofSeconds(10), "$(id)")
            .deliver(notice(hostile));

    // Then
    assertThat(delivery.words()).contains("said: $(id) $(touch ");
    assertThat(trap).doesNotExist();
  }

  @Test
  void itsFailureIsToldWithItsWords() throws Exception {
    assertThat(script("echo no pager >&2; exit 3", Duration.ofSeconds(10)).deliver(notice("gpt")))
        .isEqualTo(new Target.Delivery.Refused("exit code 3, said: no pager"));
  }

  @Test
  void aProgramThatIsNotThereIsTold() throws Exception {
    assertThat(
            new CommandTarget(List.of("/nowhere/notify"), Path.of("").toAbsolutePath())
                .deliver(notice("gpt"))
                .words())
        .contains("cannot be started", "/nowhere/notify");
  }

  @Test
  void aProgramThatHangsIsStoppedWithItsChildren() throws Exception {
    // Given
    Path child = folder.resolve("child");
    CommandTarget target =
        script("sleep 300 & echo $! > '%s'; wait".formatted(child), Duration.ofMillis(500));

    // When
    Target.Delivery delivery = target.deliver(notice("gpt"));

    // Then
    assertThat(delivery.words()).contains("did not end within 0.5 s");
    long pid = Long.parseLong(Files.readString(child).strip());
    ProcessHandle.of(pid)
        .ifPresent(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Test
  void endlessOutputDoesNotFillTheMemory() throws Exception {
    // When
    Target.Delivery delivery =
        script("head -c 50000000 /dev/zero | tr '\\0' x; exit 1", Duration.ofSeconds(30))
            .deliver(notice("gpt"));

    // Then
    assertThat(delivery.words()).startsWith("exit code 1, said: xxx").hasSizeLessThan(600);
  }
}
