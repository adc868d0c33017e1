package dev.polder.evals.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00.123456Z");
  private static final Rated EQUAL = new Rated(1, 1, "the same");
  private static final Rated WORSE = new Rated(1, 0, "worse");

  @TempDir private Path folder = Path.of("");

  private static Watch watched(int equal, int worse) {
    Watch watch = Watch.begin("it", .05, 10_000, NOW);
    for (int i = 0; i < equal + worse; i++) {
      watch = watch.after(i < equal ? EQUAL : WORSE, NOW.plusSeconds(i));
    }
    return watch;
  }

  @Test
  void staysQuietWhileTheCandidateIsAsGood() {
    Watch watch = watched(2_000, 0);

    assertThat(watch.alarmAt()).isEmpty();
    assertThat(watch.mean().estimate(.95).interval().holds(0)).isTrue();
  }

  @Test
  void raisesTheAlarmOnceAndRemembersWhen() {
    Watch watch = watched(100, 60);

    assertThat(watch.alarmAt()).isPresent();
    assertThat(watch.alarmAt()).isEqualTo(watched(100, 80).alarmAt());
    assertThat(watch.unequal()).isEqualTo(60);
    assertThat(watch.renewed(NOW).alarmAt()).isEmpty();
  }

  @Test
  void goesOnAfterARestartAsIfThereHadBeenNone() throws IOException {
    WatchFile file = new WatchFile(folder.resolve("watch.json"));
    for (Watch watch : new Watch[] {watched(0, 0), watched(30, 10), watched(10, 100).asSettled()}) {
      file.write(watch);

      assertThat(file.read()).contains(watch);
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("watch.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileOfAnotherVersionIsRefusedWithARemedy() throws IOException {
    Path file = folder.resolve("watch.json");
    Files.writeString(file, "{\"version\":2}");

    assertThatThrownBy(() -> new WatchFile(file).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version '2', this Polder knows 1. Put it aside");
  }

  @Test
  void aDamagedFileIsRefusedWithARemedy() throws IOException {
    Path file = folder.resolve("watch.json");
    Files.writeString(file, "{\"version\":1,\"since\":\"2026-11-23T10:00:00Z\",\"detector\":{}}");

    assertThatThrownBy(() -> new WatchFile(file).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void aSteepFallIsNoticedSoonerThanAMildOne() {
    Watch watch = watched(500, 0);

    double mild = watch.delay(-.1, new SplittableRandom(3)).median();
    double steep = watch.delay(-.4, new SplittableRandom(3)).median();

    assertThat(steep).isBetween(10.0, 100.0);
    assertThat(mild).isBetween(2 * steep, 3_000.0);
  }

  @Test
  void theRateIsToldOnceItCanBe() {
    Watch watch = watched(100, 0);

    assertThat(watch.perDay(NOW.plusSeconds(60))).isEmpty();
    assertThat(watch.perDay(NOW.plus(Duration.ofHours(12))).orElseThrow()).isEqualTo(200);
  }
}
