package dev.polder.evals.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.evals.imports.RefusedLogException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Logs that cannot be relied on are refused with file, place and remedy.
final class BadLogsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private static RefusedLogException refusal(Path file) {
    return catchThrowableOfType(
        RefusedLogException.class, () -> new Imports(Wishes.NONE, "Polder test").read(file));
  }

  /// A new case is a folder in `imports/bad`: a log (beside it perhaps its `results_TIME.json`) and
  /// `refusal.txt`, whose first line is the kind and the others what the message contains.
  @TestFactory
  Stream<DynamicTest> refuses() throws IOException {
    try (Stream<Path> cases = Files.list(Logs.FOLDER.resolve("bad"))) {
      return cases.sorted().toList().stream()
          .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> refused(each)));
    }
  }

  private static void refused(Path each) throws IOException {
    Path log;
    try (Stream<Path> files = Files.list(each)) {
      log = files.filter(BadLogsTest::isRead).min(Path::compareTo).orElseThrow();
    }
    String[] expected = Files.readString(each.resolve("refusal.txt")).strip().split("\n", -1);
    RefusedLogException refusal = refusal(log);
    assertThat(refusal).as("refusal of %s", log).isNotNull();
    assertThat(refusal.kind()).isEqualTo(Kind.valueOf(expected[0]));
    assertThat(refusal).hasMessageStartingWith(each.toString());
    for (String part : Arrays.asList(expected).subList(1, expected.length)) {
      assertThat(refusal).hasMessageContaining(part);
    }
  }

  private static boolean isRead(Path file) {
    String name = file.getFileName().toString();
    return !name.equals("refusal.txt") && !name.startsWith("results_");
  }

  @Test
  void refusesAnArchiveThatWasCutOffAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(Logs.GOOD.resolve("inspect-atlas.eval"));
    Path cut = folder.resolve("cut.eval");
    for (int length : new int[] {4, 100, whole.length / 2, whole.length - 1}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThat(refusal(cut).kind()).as("%d bytes", length).isEqualTo(Kind.DAMAGED);
    }
  }

  @Test
  void neverImportsAFlippedByteAsSomethingElse() throws Exception {
    byte[] whole = Files.readAllBytes(Logs.GOOD.resolve("inspect-atlas.eval"));
    ImportedRun right = Logs.only("inspect-atlas.eval");
    Path flipped = folder.resolve("flipped.eval");
    for (int at = 37; at < whole.length; at += 977) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 0x10;
      Files.write(flipped, bytes);
      try {
        ImportedRun read = Logs.only(flipped, Wishes.NONE);
        // Bytes that nobody reads may differ: dates of entries, transcripts' entries.
        assertThat(read.results()).as("byte %d", at).isEqualTo(right.results());
      } catch (RefusedLogException refused) {
        assertThat(refused.kind()).isNotNull();
      }
    }
  }

  @Test
  void refusesJsonThatWasCutOffAnywhere() throws IOException {
    for (String name : new String[] {"inspect-delta-flaky.json", "promptfoo.json"}) {
      byte[] whole = Files.readAllBytes(Logs.GOOD.resolve(name));
      Path cut = folder.resolve("cut-" + name);
      for (int length : new int[] {1, 500, whole.length / 2, whole.length - 20}) {
        Files.write(cut, Arrays.copyOf(whole, length));
        assertThat(refusal(cut)).as("%s, %d bytes", name, length).isNotNull();
      }
    }
  }

  @Test
  void refusesSamplesThatWereCutOffAtTheEndOfALine() throws IOException {
    Path samples = Logs.samples("lm-eval-atlas");
    try (Stream<Path> files = Files.list(samples.getParent())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path copy = folder.resolve(samples.getFileName());
    Files.write(copy, Files.readAllLines(samples).subList(0, 13));
    assertThat(refusal(copy).kind()).isEqualTo(Kind.DAMAGED);
    assertThat(refusal(copy)).hasMessageContaining("tell of 20 documents, and it holds");
  }

  @Test
  void refusesNamesThatLeadOutOfTheArchive_andWritesNothing() throws IOException {
    Path log = folder.resolve("slip.eval");
    archive(log, Map.of("header.json", "{}", "samples/../../../escaped.json", "{}"));
    assertThat(refusal(log).kind()).isEqualTo(Kind.DAMAGED);
    assertThat(refusal(log)).hasMessageContaining("leads out of it");
    assertThat(folder.resolve("../escaped.json")).doesNotExist();
  }

  /// 600 MB of blanks in less than 1 MB.
  @Test
  void refusesAnEntryThatUnpacksToMoreThanAnyToolWrites() throws IOException {
    Path bomb = folder.resolve("bomb.eval");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("header.json"));
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 600; i++) {
        zip.write(blanks);
      }
      zip.write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(Files.size(bomb)).isLessThan(1 << 20);
    assertThat(refusal(bomb).kind()).isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void refusesArchivesThatTogetherUnpackToMore() throws Exception {
    Source source = new Source(Logs.GOOD.resolve("inspect-atlas.eval"));
    try (Archive archive = Archive.open(source, 10_000)) {
      IOException refused =
          catchThrowableOfType(
              IOException.class,
              () -> {
                for (Archive.Part part : archive.parts("samples/", ".json")) {
                  part.content().open().readAllBytes();
                }
              });
      assertThat(refused).isInstanceOf(Archive.TooLarge.class);
    }
  }

  @Test
  void refusesNestingWithoutEnd() throws IOException {
    Path deep = folder.resolve("deep.json");
    Files.writeString(
        deep, "{\"version\":2,\"status\":\"success\",\"eval\":" + "[".repeat(100_000));
    assertThat(refusal(deep).kind()).isIn(Kind.TOO_LARGE, Kind.DAMAGED);
  }

  @Test
  void refusesModelsThatChangedBehindOneName() throws IOException {
    String log = Files.readString(Logs.GOOD.resolve("inspect-delta-flaky.json"));
    JsonNode tree = JSON.readTree(log);
    ((com.fasterxml.jackson.databind.node.ObjectNode) tree.path("samples").path(4).path("output"))
        .put("model", "delta-2");
    Path mixed = folder.resolve("mixed.json");
    try (OutputStream out = Files.newOutputStream(mixed)) {
      JSON.writeValue(out, tree);
    }
    assertThat(refusal(mixed).kind()).isEqualTo(Kind.MIXED_MODELS);
    assertThat(refusal(mixed)).hasMessageContaining("delta-2");
  }

  private static void archive(Path file, Map<String, String> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }
}
