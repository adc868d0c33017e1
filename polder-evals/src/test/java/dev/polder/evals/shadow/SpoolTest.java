package dev.polder.evals.shadow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polder.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpoolTest {
  private static final Spool.Bounds USUAL = new Spool.Bounds(1024 * 1024, Duration.ofHours(24));
  private static final SpoolKey LASTING =
      SpoolKey.of(new Secret("0123456789abcdef0123456789abcdef"));

  private final ManualTime time = new ManualTime();
  private final SpoolKey memory = SpoolKey.random(new SecureRandom());

  @TempDir private Path temporary = Path.of("");

  private Path folder() {
    return temporary.resolve("spool");
  }

  private Spool open(SpoolKey key, Spool.Bounds bounds) throws IOException {
    return Spool.open(folder(), key, bounds, time, new SecureRandom());
  }

  private static boolean add(Spool spool, String text) {
    return spool.append(text.getBytes(UTF_8));
  }

  private static List<String> drain(Spool spool) {
    List<String> all = new ArrayList<>();
    while (spool.peek().isPresent()) {
      all.add(spool.peek().orElseThrow().content().utf8());
      spool.remove();
    }
    return all;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList();
    }
  }

  private String onDisk() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files()) {
      all.append(Files.readString(file, ISO_8859_1));
    }
    return all.toString();
  }

  @Test
  void givesBackInOrderWhatWasAdded() throws IOException {
    try (Spool spool = open(memory, USUAL)) {
      add(spool, "one");
      add(spool, "two");
      add(spool, "");

      assertThat(spool.counts().waiting()).isEqualTo(3);
      assertThat(drain(spool)).containsExactly("one", "two", "");
      assertThat(spool.counts().waiting()).isZero();
    }
  }

  @Test
  void noPlainTextIsOnDisk() throws IOException {
    try (Spool spool = open(memory, USUAL)) {
      add(spool, "a planted sentence");

      assertThat(onDisk()).isNotEmpty().doesNotContain("planted").doesNotContain("sentence");
    }
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    try (Spool spool = open(memory, USUAL)) {
      add(spool, "one");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
          .isEqualTo("rwx------");
      assertThat(files())
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void whatWasTakenOutIsOverwritten() throws IOException {
    try (Spool spool = open(LASTING, USUAL)) {
      add(spool, "x".repeat(5000));
      String before = onDisk();
      add(spool, "stays");
      spool.remove();

      String sealed = before.substring(before.length() - 4000);
      assertThat(onDisk()).doesNotContain(sealed).contains("\0".repeat(4000));
      assertThat(drain(spool)).containsExactly("stays");
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void withASecretItGoesOnAfterARestartWhereItWas() throws IOException {
    // Given
    try (Spool spool = open(LASTING, USUAL)) {
      add(spool, "one");
      add(spool, "two");
      add(spool, "three");
      spool.remove();
    }

    // When
    try (Spool again = open(LASTING, USUAL)) {
      add(again, "four");

      // Then
      assertThat(drain(again)).containsExactly("two", "three", "four");
    }
  }

  /// A process that is killed closes nothing.
  @Test
  void aTornTailAfterAKillIsIgnored() throws IOException {
    // Given
    Spool killed = open(LASTING, USUAL);
    add(killed, "one");
    add(killed, "two");
    add(killed, "three");
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (int lost = 1; lost < 40; lost++) {
      Files.write(file, Arrays.copyOf(whole, whole.length - lost));

      // When
      List<String> left = new ArrayList<>();
      Spool.read(folder(), LASTING, entry -> left.add(entry.content().utf8()));

      // Then
      assertThat(left).as("%d bytes lost", lost).containsExactly("one", "two");
    }
    try (Spool again = open(LASTING, USUAL)) {
      add(again, "four");
      assertThat(drain(again)).containsExactly("one", "two", "four");
    }
  }

  @Test
  void whateverIsDamagedNothingElseThanWhatWasWrittenComesOut() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      Spool killed = open(LASTING, USUAL);
      for (int i = 0; i < 5; i++) {
        add(killed, "content " + i);
      }
      Path file = files().getLast();
      byte[] bytes = Files.readAllBytes(file);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);

      try (Spool again = open(LASTING, USUAL)) {
        assertThat(drain(again)).allMatch(text -> text.matches("content [0-4]"));
      }
    }
  }

  @Test
  void withAKeyInMemoryARestartDeletesWhatNobodyCanRead() throws IOException {
    Spool killed = open(memory, USUAL);
    add(killed, "one");
    assertThat(files()).hasSize(1);

    try (Spool again = open(SpoolKey.random(new SecureRandom()), USUAL)) {
      assertThat(files()).isEmpty();
      assertThat(again.peek()).isEmpty();
      assertThat(again.counts().unreadable()).isEqualTo(1);
    }
  }

  @Test
  void withAKeyInMemoryClosingLeavesNothing() throws IOException {
    Spool spool = open(memory, USUAL);
    add(spool, "one");

    spool.close();

    assertThat(files()).isEmpty();
    assertThat(add(spool, "late")).isFalse();
  }

  @Test
  void theBoundHoldsAndTheOldestGo() throws IOException {
    Spool.Bounds small = new Spool.Bounds(100_000, Duration.ofHours(24));
    try (Spool spool = open(memory, small)) {
      for (int i = 0; i < 500; i++) {
        add(spool, "%03d ".formatted(i) + "x".repeat(1000));
        assertThat(sizeOnDisk()).isLessThanOrEqualTo(100_000);
      }

      Spool.Counts counts = spool.counts();
      List<String> left = drain(spool);
      assertThat(counts.waiting()).isEqualTo(left.size()).isGreaterThan(70);
      assertThat(counts.crowdedOut()).isEqualTo(500 - left.size());
      assertThat(left.getLast()).startsWith("499 ");
      assertThat(left).isSorted();
    }
  }

  private long sizeOnDisk() throws IOException {
    long size = 0;
    for (Path file : files()) {
      size += Files.size(file);
    }
    return size;
  }

  @Test
  void whatIsTooLargeForTheBoundIsRefused() throws IOException {
    try (Spool spool = open(memory, new Spool.Bounds(10_000, Duration.ofHours(1)))) {
      assertThat(add(spool, "x".repeat(9_000))).isFalse();
      assertThat(spool.counts().crowdedOut()).isEqualTo(1);
    }
  }

  @Test
  void whatIsTooOldIsDropped() throws IOException {
    try (Spool spool = open(memory, USUAL)) {
      add(spool, "old");
      time.pass(Duration.ofHours(20));
      add(spool, "young");

      time.pass(Duration.ofHours(5));

      assertThat(drain(spool)).containsExactly("young");
      assertThat(spool.counts().expired()).isEqualTo(1);
    }
  }

  @Test
  void whatIsTooOldDoesNotStayBecauseNobodyAsks() throws IOException {
    try (Spool spool = open(memory, USUAL)) {
      add(spool, "old");
      time.pass(Duration.ofHours(25));

      spool.sweep();

      assertThat(files()).isEmpty();
    }
  }

  /// A folder that is gone is as good as a disk that is full: nothing can be written.
  @Test
  void whatCannotBeWrittenIsDroppedAndSaidAndItGoesOnWhenThereIsRoom() throws IOException {
    try (Spool spool = open(memory, USUAL)) {
      // Given
      Files.delete(folder());
      Files.writeString(folder(), "in the way");

      // When
      assertThat(add(spool, "lost")).isFalse();

      // Then
      assertThat(spool.trouble()).isPresent();
      assertThat(spool.counts().unwritten()).isEqualTo(1);

      // When
      Files.delete(folder());
      Files.createDirectory(folder());

      // Then
      assertThat(add(spool, "kept")).isTrue();
      assertThat(spool.trouble()).isEmpty();
      assertThat(drain(spool)).containsExactly("kept");
    }
  }

  @Test
  void aRealFullDiskCostsOnlyWhatWouldHaveWaited() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full here");
    try (Spool spool = open(memory, USUAL)) {
      add(spool, "one");
      Path next = folder().resolve("%016x.spool".formatted(2));
      // The next file's name leads to a device that has no room.
      Files.createSymbolicLink(next, full);
      time.pass(Duration.ofHours(3));

      assertThat(add(spool, "two")).isFalse();
      assertThat(add(spool, "three")).isTrue();
      assertThat(drain(spool)).containsExactly("one", "three");
    }
  }

  @Test
  void twoContentsNeverHaveTheSameCipher() throws IOException {
    try (Spool spool = open(LASTING, USUAL)) {
      add(spool, "y".repeat(64));
      String first = onDisk();
      add(spool, "y".repeat(64));

      String second = onDisk().substring(first.length());
      assertThat(second.substring(20)).isNotEqualTo(first.substring(first.length() - 80));
    }
  }

  @Test
  void othersMayReadWhileItIsWritten() throws IOException {
    try (Spool spool = open(LASTING, USUAL)) {
      add(spool, "one");
      List<String> read = new ArrayList<>();
      Spool.read(folder(), LASTING, entry -> read.add(entry.content().utf8()));
      Files.write(files().getFirst(), new byte[] {0, 0}, StandardOpenOption.APPEND);
      Spool.read(folder(), LASTING, entry -> read.add(entry.content().utf8()));

      assertThat(read).containsExactly("one", "one");
      assertThat(spool.counts().waiting()).isEqualTo(1);
    }
  }

  @Test
  void aShortSecretIsNoKey() {
    assertThatThrownBy(() -> SpoolKey.of(new Secret("short")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
