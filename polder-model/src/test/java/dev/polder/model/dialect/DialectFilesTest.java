package dev.polder.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the files under `src/test/resources/dialects/DIALECT` say, holds.
///
/// - `NAME.sse` is a stream of that dialect, `NAME.events.json` its events, or why it is no stream;
/// - `NAME.request.json` is a request, `NAME.neutral.json` what is read in it, or why it is
///   refused;
/// - `NAME.answer.json` is an answer in one piece, `NAME.completion.json` what is read in it;
/// - beside each, `NAME.as-OTHER.json` or `.sse` is the same in another dialect.
///
/// A new case is its first file: `-Dpolder.renew=true` writes the others, for you to read.
final class DialectFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/dialects");
  private static final JsonMapper MAPPER = new JsonMapper();

  /// A file and the dialect that it is in.
  record Case(String dialect, Path file) {
    String name() {
      String name = file.getFileName().toString();
      return name.substring(0, name.indexOf('.'));
    }

    Path beside(String ending) {
      return file.resolveSibling(name() + ending);
    }

    Dialect spoken() {
      Dialect dialect = Spoken.dialects().get(dialect());
      if (dialect == null) {
        throw new AssertionError("no dialect " + dialect());
      }
      return dialect;
    }

    Map<String, Dialect> others() {
      Map<String, Dialect> others = new LinkedHashMap<>(Spoken.dialects());
      others.keySet().removeIf(other -> other.startsWith(dialect.substring(0, 4)));
      return others;
    }

    Bytes bytes() throws IOException {
      return Bytes.of(Files.readAllBytes(file));
    }

    @Override
    public String toString() {
      return dialect + "/" + file.getFileName();
    }
  }

  private static List<Case> cases(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(ending) && !file.toString().contains(".as-"))
          .sorted()
          .map(file -> new Case(FOLDER.relativize(file).getName(0).toString(), file))
          .toList();
    }
  }

  static List<Case> streams() throws IOException {
    return cases(".sse");
  }

  static List<Case> requests() throws IOException {
    return cases(".request.json");
  }

  static List<Case> answers() throws IOException {
    return cases(".answer.json");
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamHasTheEventsOfItsFile(Case stream) throws Exception {
    // When
    Object events;
    try {
      events = Spoken.events(stream.spoken(), stream.bytes());
    } catch (GarbledException garbled) {
      events = Map.of(garbled.kind().name(), String.valueOf(garbled.getMessage()));
    }

    // Then
    check(stream.beside(".events.json"), NeutralJson.pretty(events));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void aStreamIsPutIntoEachOtherDialectAsItsFilesSay(Case stream) throws Exception {
    List<AnswerEvent> events;
    try {
      events = Spoken.events(stream.spoken(), stream.bytes());
    } catch (GarbledException garbled) {
      return;
    }
    for (Map.Entry<String, Dialect> other : stream.others().entrySet()) {
      if (!other.getKey().contains("-")) {
        Bytes written = Spoken.stream(other.getValue(), events);
        check(stream.beside(".as-" + other.getKey() + ".sse"), written.utf8());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestIsReadAndPutIntoEachOtherDialectAsItsFilesSay(Case request) throws Exception {
    ReadRequest read;
    try {
      read = request.spoken().readRequest(request.bytes());
    } catch (RefusedException refused) {
      check(request.beside(".neutral.json"), refusal(refused));
      return;
    }
    check(request.beside(".neutral.json"), NeutralJson.pretty(read));
    for (Map.Entry<String, Dialect> other : request.others().entrySet()) {
      String written;
      try {
        Translation.Request translated =
            new Translation(request.spoken(), other.getValue())
                .request(read, "served", Spoken.SENDING);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("dropped", translated.dropped());
        shown.put("body", tree(translated.body()));
        written = NeutralJson.pretty(shown);
      } catch (RefusedException refused) {
        written = refusal(refused);
      }
      check(request.beside(".as-" + other.getKey() + ".json"), written);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerIsReadAndPutIntoEachOtherDialectAsItsFilesSay(Case answer) throws Exception {
    Completion read;
    try {
      read = answer.spoken().readAnswer(answer.bytes());
    } catch (GarbledException garbled) {
      check(
          answer.beside(".completion.json"),
          NeutralJson.pretty(Map.of(garbled.kind().name(), String.valueOf(garbled.getMessage()))));
      return;
    }
    check(answer.beside(".completion.json"), NeutralJson.pretty(read));
    for (Map.Entry<String, Dialect> other : answer.others().entrySet()) {
      if (!other.getKey().contains("-")) {
        Bytes written =
            new Translation(other.getValue(), answer.spoken())
                .answer(answer.bytes(), Spoken.LETTERHEAD)
                .body();
        check(answer.beside(".as-" + other.getKey() + ".json"), NeutralJson.pretty(tree(written)));
      }
    }
  }

  private static String refusal(RefusedException refused) throws Exception {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("refused", String.valueOf(refused.getMessage()));
    shown.put("parameter", refused.parameter());
    return NeutralJson.pretty(shown);
  }

  private static JsonNode tree(Bytes bytes) throws IOException {
    return MAPPER.readTree(bytes.toArray());
  }

  private static void check(Path file, String text) throws IOException {
    if (Boolean.getBoolean("polder.renew")) {
      Files.writeString(file, text);
    }
    assertThat(file)
        .as("see the comment of this class for how to write it")
        .content()
        .isEqualTo(text);
  }
}
