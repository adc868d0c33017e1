package dev.polder.gateway.restriction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.gateway.ManualTime;
import dev.polder.gateway.restriction.Restriction.Effect;
import dev.polder.model.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Restrictions outlive the process, or the process does not start.
final class RestrictionFileTest {
  private final ManualTime time = new ManualTime();

  @TempDir private Path folder = Path.of("");

  private Restrictions opened() throws IOException {
    return Restrictions.open(time, time, new RestrictionFile(folder.resolve("state")));
  }

  private Path file() {
    return folder.resolve("state/restrictions.json");
  }

  @Test
  void everyKindSurvivesARestart() throws Exception {
    // Given
    Restrictions before = opened();
    before.declare(Some.cutFor("r-1", "provider:acme", time.instant(), Duration.ofHours(1)));
    before.declare(
        Some.restriction("r-2", "control:US", Effect.Capped.parse("30/min"), time.instant()));
    before.declare(
        Some.restriction("r-3", "tier:frontier", new Effect.Priced(2.5), time.instant()));
    before.declare(Some.restriction("r-4", "maker:FR", new Effect.Cut(true), time.instant()));
    before.declare(
        new Restriction(
            "r-5",
            Selector.deployment("acme-large"),
            new Effect.Cut(false),
            Restriction.Origin.DETECTED,
            "access lost: 403 \"quoted\" ünïcode",
            "polder",
            time.instant(),
            Optional.empty(),
            Optional.of(Operation.EMBEDDINGS)));

    // When
    List<Restriction> after = opened().all();

    // Then
    assertThat(after).isEqualTo(before.all()).hasSize(5);
  }

  @Test
  void whatEndedMeanwhileIsNotInForceAgain() throws Exception {
    // Given
    opened().declare(Some.cutFor("r-1", "provider:acme", time.instant(), Duration.ofHours(1)));

    // When
    time.pass(Duration.ofHours(2));

    // Then
    assertThat(opened().all()).isEmpty();
  }

  @Test
  void whatEndedMeanwhileIsNotRevivedByAClockPutBackBeforeTheNextStart() throws Exception {
    // Given
    opened().declare(Some.cutFor("r-1", "provider:acme", time.instant(), Duration.ofHours(1)));
    time.jump(Duration.ofHours(2));
    opened().tick();

    // When
    time.jump(Duration.ofHours(-2));

    // Then
    assertThat(opened().all()).isEmpty();
  }

  @Test
  void aLiftedOneDoesNotComeBack() throws Exception {
    // Given
    Restrictions before = opened();
    before.declare(Some.cut("r-1", "provider:acme", time.instant()));

    // When
    before.lift("r-1", "bert");

    // Then
    assertThat(opened().all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"version\":2,\"restrictions\":[]}",
        "{\"version\":1,\"restrictions\":[{}]}",
        "{\"version\":1,\"restrictions\":[{\"id\":\"r-1\",\"selector\":\"vendor:a\"}]}",
      })
  void aDamagedFileStopsTheStartAndSaysWhatToDo(String content) throws Exception {
    // Given
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(file(), content);

    // Then
    assertThatThrownBy(this::opened)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("Repair the file; or move it away");
    assertThat(Files.readString(file())).isEqualTo(content);
  }

  @Test
  void aCrashWhileWritingLeavesTheOldOnes() throws Exception {
    // Given
    opened().declare(Some.cut("r-1", "provider:acme", time.instant()));

    // When
    Files.writeString(folder.resolve("state/restrictions.json.new"), "{\"version\":1,\"restr");

    // Then
    Restrictions after = opened();
    assertThat(after.all()).extracting(Restriction::id).containsExactly("r-1");
    after.declare(Some.cut("r-2", "provider:own", time.instant()));
    assertThat(opened().all()).hasSize(2);
  }

  @Test
  void nothingIsWrittenUntilSomethingIsRestricted() throws Exception {
    // When
    opened().tick();

    // Then
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whereNothingCanBeWrittenTheRestrictionHoldsAndItsAuthorIsTold() throws Exception {
    // Given
    Files.writeString(folder.resolve("state"), "a file, so no folder can be there");
    Restrictions restrictions = opened();

    // When
    Optional<String> unkept =
        restrictions.declare(Some.cut("r-1", "provider:acme", time.instant()));

    // Then
    assertThat(unkept.orElseThrow()).contains(file().toString()).contains("cannot be written");
    assertThat(restrictions.all()).hasSize(1);
  }
}
