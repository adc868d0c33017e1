package dev.polder.app.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.Fault;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broken file never replaces a working one, and every whole one is noticed.
///
/// The watch looks when the test says so; two looks see that a file has come to rest.
final class ConfigurationWatchTest implements ReloadListener {
  private static final String GOOD =
      """
      organisation: %s
      providers: {local: {preset: vllm, credential: "file:local.key"}}
      deployments: {own: {provider: local, location: NL, control: NL, maker: FR}}
      use-cases: {letters: {candidates: [own]}}
      """;

  private final List<String> told = new ArrayList<>();
  private boolean takesOver = true;

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void aFolder() throws IOException {
    file = folder.resolve("polder.yaml");
    Files.writeString(folder.resolve("local.key"), "first-secret");
  }

  @Override
  public boolean changed(Configuration configuration) {
    told.add("changed to " + configuration.organisation());
    return takesOver;
  }

  @Override
  public void faulty(List<Fault> faults) {
    told.add("faulty: " + faults.getFirst().message());
  }

  @Override
  public void unchanged() {
    told.add("unchanged");
  }

  private ConfigurationWatch watch() throws IOException {
    write("before");
    ReadResult read = PolderFile.read(file, Map.of());
    assertThat(read).isInstanceOf(ReadResult.Good.class);
    ConfigurationWatch watch = new ConfigurationWatch(file, Map.of(), (ReadResult.Good) read, this);
    twice(watch);
    assertThat(told).isEmpty();
    return watch;
  }

  private void write(String organisation) throws IOException {
    Files.writeString(file, GOOD.formatted(organisation));
  }

  private static void twice(ConfigurationWatch watch) {
    watch.look();
    watch.look();
  }

  @Test
  void aChangedPromptIsAChange() throws IOException {
    // Given
    String text =
        GOOD.formatted("prompted").replace("[own]", "[own], bundle: {prompt: letters.txt}");
    Files.writeString(folder.resolve("letters.txt"), "--- system\nA\n--- messages\n");
    Files.writeString(file, text);
    ReadResult read = PolderFile.read(file, Map.of());
    assertThat(read).isInstanceOf(ReadResult.Good.class);
    ConfigurationWatch watch = new ConfigurationWatch(file, Map.of(), (ReadResult.Good) read, this);
    twice(watch);

    // When
    Files.writeString(folder.resolve("letters.txt"), "--- system\nB\n--- messages\n");
    twice(watch);

    // Then
    assertThat(told).containsExactly("changed to prompted");

    // When
    Files.writeString(folder.resolve("letters.txt"), "--- system\nC\n");
    twice(watch);

    // Then
    assertThat(told).hasSize(2).last().asString().contains("It has no line '--- messages'");
  }

  @Test
  void aChangeIsToldOnceItHasComeToRest() throws IOException {
    // Given
    ConfigurationWatch watch = watch();
    write("after");

    // When
    watch.look();
    List<String> atFirst = List.copyOf(told);
    twice(watch);

    // Then
    assertThat(atFirst).isEmpty();
    assertThat(told).containsExactly("changed to after");
  }

  @Test
  void aBrokenFileIsToldOnceAndNeverHandedOn() throws IOException {
    // Given
    ConfigurationWatch watch = watch();
    Files.writeString(file, "organisation: [");

    // When
    twice(watch);
    twice(watch);

    // Then
    assertThat(told).singleElement().asString().startsWith("faulty: This is not valid YAML");
  }

  @Test
  void aFileWithFaultsThatIsMendedIsToldAsWhatRunsAlready() throws IOException {
    // Given
    ConfigurationWatch watch = watch();
    Files.writeString(file, GOOD.formatted("other").replace("[own]", "[gone]"));
    twice(watch);

    // When
    write("before");
    twice(watch);

    // Then
    assertThat(told)
        .containsExactly(
            "faulty: Use case 'letters' names no known deployment 'gone'. Known deployments: own.",
            "unchanged");
  }

  @Test
  void whatCouldNotTakeOverDoesNotCountAsRunning() throws IOException {
    // Given
    ConfigurationWatch watch = watch();
    takesOver = false;
    write("after");
    twice(watch);
    takesOver = true;

    // When
    watch.readNow();
    watch.readNow();

    // Then
    assertThat(told).containsExactly("changed to after", "changed to after", "unchanged");
  }

  @Test
  void halfAFileThatIsValidByItselfIsNotTaken() throws IOException {
    // Given
    ConfigurationWatch watch = watch();
    String whole = GOOD.formatted("after") + "state: elsewhere\n";

    // When
    Files.writeString(file, whole.substring(0, whole.indexOf("state")));
    watch.look();
    Files.writeString(file, whole);
    twice(watch);

    // Then
    assertThat(told).containsExactly("changed to after");
  }

  @Test
  void aDeletedFileThatComesBackIsNoChange() throws IOException {
    // Given
    ConfigurationWatch watch = watch();
    Files.delete(file);
    twice(watch);

    // When
    write("before");
    twice(watch);

    // Then
    assertThat(told)
        .containsExactly(
            "faulty: There is no such file. Name one that exists, or copy examples/polder.yaml.",
            "unchanged");
  }

  @Test
  void aFileThatIsReplacedByRenamingIsNoticed() throws IOException {
    // Given
    ConfigurationWatch watch = watch();
    Path other = Files.writeString(folder.resolve("polder.yaml~"), GOOD.formatted("renamed"));

    // When
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    twice(watch);

    // Then
    assertThat(told).containsExactly("changed to renamed");
  }

  /// So Kubernetes replaces a ConfigMap: the file is a link into a folder that is itself a link.
  @Test
  void aLinkedFolderThatIsSwappedIsNoticed() throws IOException {
    // Given
    for (String version : new String[] {"one", "two"}) {
      Files.createDirectory(folder.resolve(version));
      Files.writeString(folder.resolve(version + "/polder.yaml"), GOOD.formatted(version));
      Files.writeString(folder.resolve(version + "/local.key"), "secret");
    }
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("one"));
    Files.createSymbolicLink(file, Path.of("..data/polder.yaml"));
    ReadResult.Good good = (ReadResult.Good) PolderFile.read(file, Map.of());
    ConfigurationWatch watch = new ConfigurationWatch(file, Map.of(), good, this);
    twice(watch);

    // When
    Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("two"));
    Files.move(
        folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    twice(watch);

    // Then
    assertThat(told).containsExactly("changed to two");
  }

  @Test
  void anUntouchedTextIsNoChange() throws IOException {
    // Given
    ConfigurationWatch watch = watch();

    // When
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
    twice(watch);
    Files.writeString(file, GOOD.formatted("before") + "# a comment\n");
    twice(watch);

    // Then
    assertThat(told).isEmpty();
  }

  @Test
  void aNewSecretInItsFileIsAChange() throws IOException {
    // Given
    ConfigurationWatch watch = watch();

    // When
    Files.writeString(folder.resolve("local.key"), "second-secret");
    twice(watch);

    // Then
    assertThat(told).containsExactly("changed to before");
  }

  @Test
  void whoAsksIsAnsweredAtOnce() throws IOException {
    // Given
    ConfigurationWatch watch = watch();

    // When
    watch.readNow();
    write("after");
    watch.readNow();
    twice(watch);
    Files.writeString(file, "");
    watch.readNow();
    watch.readNow();

    // Then
    String empty = "faulty: The file is empty. Copy examples/polder.yaml to begin with.";
    assertThat(told).containsExactly("unchanged", "changed to after", empty, empty);
  }
}
