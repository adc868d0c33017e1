package dev.polder.app.config.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What becomes of LiteLLM's files. A new case is a folder with a `config.yaml`; `polder.yaml` and
/// `remarks.txt` are written by `-Dpolder.renew=true`, and to be read by whoever adds it.
final class LiteLlmFileTest {
  private static final Path CASES = Path.of("src/test/resources/litellm");

  /// What the proxy's users have set.
  private static final Map<String, String> ENVIRONMENT =
      Map.of("LITELLM_MASTER_KEY", "sk-0123456789-0123456789-0123456789");

  /// Where a file may say what would hold anyhow.
  private static final List<String> USUAL =
      List.of(
          " mode]",
          " model_info]",
          " routing_strategy]",
          "[router_settings]",
          " custom_llm_provider]",
          " api_key]",
          "[model_list, 2, litellm_params, api_base]");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  private static ImportResult.Imported imported(String text) {
    if (LiteLlmFile.read(text, "config.yaml", ENVIRONMENT)
        instanceof ImportResult.Imported imported) {
      return imported;
    }
    throw new AssertionError("nothing was imported");
  }

  private static String lines(List<Remark> remarks) {
    return remarks.stream()
        .map(remark -> remark.text("config.yaml") + "\n")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aConfigurationBecomesTheExpectedFileAndRemarks(Path folder) throws IOException {
    // When
    ImportResult.Imported imported = imported(Files.readString(folder.resolve("config.yaml")));

    // Then
    if (Boolean.getBoolean("polder.renew")) {
      Files.writeString(folder.resolve("polder.yaml"), imported.yaml());
      Files.writeString(folder.resolve("remarks.txt"), lines(imported.remarks()));
    }
    assertThat(folder.resolve("polder.yaml")).content().isEqualTo(imported.yaml());
    assertThat(folder.resolve("remarks.txt")).content().isEqualTo(lines(imported.remarks()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void polderFindsNoFaultInWhatWasImported(Path folder) throws IOException {
    // Given
    ImportResult.Imported imported = imported(Files.readString(folder.resolve("config.yaml")));
    Map<String, String> set =
        imported.variables().stream().collect(Collectors.toMap(Function.identity(), name -> "set"));

    // When
    ReadResult read = PolderFile.read(imported.yaml(), folder, set);

    // Then
    if (read instanceof ReadResult.Faulty faulty) {
      assertThat(faulty.faults()).isEmpty();
    }
    assertThat(read).isInstanceOf(ReadResult.Good.class);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noSecretAndNoPasswordIsRepeated(Path folder) throws IOException {
    // When
    ImportResult.Imported imported = imported(Files.readString(folder.resolve("config.yaml")));

    // Then
    assertThat(imported.yaml() + lines(imported.remarks()))
        .doesNotContain(
            "planted", "PLANTED", "sk-a-real", "sk-1234", "long-enough-to", "password@");
  }

  /// Whatever stands in a file shows in what is made of it, or in what is said of it.
  @ParameterizedTest
  @MethodSource("cases")
  void noKeyIsPassedOverInSilence(Path folder) throws IOException {
    // Given
    Object file =
        new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build())
            .loadFromString(Files.readString(folder.resolve("config.yaml")));
    List<String> silent = new ArrayList<>();
    ImportResult.Imported whole = imported(yaml(file));

    // When
    for (List<Object> path : paths(file)) {
      ImportResult less = LiteLlmFile.read(yaml(without(file, path)), "config.yaml", ENVIRONMENT);
      if (less instanceof ImportResult.Imported other
          && other.yaml().equals(whole.yaml())
          && texts(other).equals(texts(whole))
          && whole.remarks().stream().noneMatch(remark -> speaksFor(remark, path))) {
        silent.add(path.toString());
      }
    }

    // Then: only what says the usual
    assertThat(silent).allMatch(path -> USUAL.stream().anyMatch(path::endsWith));
  }

  /// What was said of a section, or of an entry that was left out, holds for all that is in it.
  private static boolean speaksFor(Remark remark, List<Object> path) {
    StringBuilder key = new StringBuilder();
    for (Object part : path) {
      key.append(part instanceof Integer ? "[" + part + "]" : (key.isEmpty() ? "" : ".") + part);
    }
    boolean whole = remark.text().contains("with all that is said of it");
    return key.toString().startsWith(whole ? entry(remark.key()) : remark.key());
  }

  private static String entry(String key) {
    return key.substring(0, key.indexOf(']') + 1);
  }

  private static List<String> texts(ImportResult.Imported imported) {
    return imported.remarks().stream()
        .map(remark -> remark.key() + remark.text())
        .sorted()
        .toList();
  }

  private static String yaml(Object file) {
    return new Dump(DumpSettings.builder().build()).dumpToString(file);
  }

  private static List<List<Object>> paths(Object node) {
    List<List<Object>> paths = new ArrayList<>();
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> {
        paths.add(List.of(String.valueOf(key)));
        paths(value).forEach(path -> paths.add(prefixed(String.valueOf(key), path)));
      });
    } else if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int index = i;
        paths(list.get(i)).forEach(path -> paths.add(prefixed(index, path)));
      }
    }
    return paths;
  }

  private static List<Object> prefixed(Object first, List<Object> rest) {
    List<Object> path = new ArrayList<>();
    path.add(first);
    path.addAll(rest);
    return path;
  }

  private static Object without(Object node, List<Object> path) {
    Object first = path.getFirst();
    List<Object> rest = path.subList(1, path.size());
    if (node instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      if (rest.isEmpty()) {
        copy.remove(first);
      } else {
        copy.computeIfPresent(first, (key, value) -> without(value, rest));
      }
      return copy;
    }
    if (node instanceof List<?> list && first instanceof Integer index) {
      List<Object> copy = new ArrayList<>(list);
      copy.set(index, without(list.get(index), rest));
      return copy;
    }
    throw new AssertionError("no such path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "just a text",
        "- a list",
        "a: [",
        "model_list: []",
        "model_list: {a: b}",
        "model_list: [{model_name: a, litellm_params: {model: bedrock/x}}]",
        "model_list: [{model_name: [a], litellm_params: nothing}]",
        "? [a]\n: b",
      })
  void whatHoldsNoModelGivesNoFileAndSaysWhy(String text) {
    assertThat(LiteLlmFile.read(text, "config.yaml", Map.of()))
        .isInstanceOfSatisfying(
            ImportResult.Nothing.class, nothing -> assertThat(nothing.message()).isNotBlank());
  }

  @Test
  void aFileOfAnyDepthIsRefusedAndDoesNotEndTheProgram() {
    assertThat(LiteLlmFile.read("[".repeat(200_000), "config.yaml", Map.of()))
        .isInstanceOf(ImportResult.Nothing.class);
  }
}
