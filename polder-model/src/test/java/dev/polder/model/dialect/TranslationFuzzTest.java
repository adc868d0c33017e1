package dev.polder.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.http.Bytes;
import dev.polder.testkit.Fuzz;
import dev.polder.testkit.Mutation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must hold of every stream and every request, whatever is in it.
final class TranslationFuzzTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final List<String> NAMES = List.of("chat", "responses", "anthropic");
  private static final Mutation DAMAGE =
      new Mutation(
          "null",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\uD800",
          "\\uDC00\\uD800",
          "1e999999",
          "-0",
          "99999999999999999999999999",
          "true",
          "\"type\":\"text\",",
          "\"role\":\"tool\",",
          "\"content\":[",
          "\0",
          "\u00C3",
          "\u00ED\u00A0\u0080",
          "\n",
          "\n\n",
          "data: ",
          "event: error\n",
          "\"index\":1,",
          "\"output_index\":7,",
          "\"delta\":{",
          "\"model\":\"m\",");

  private static Dialect dialect(String name) {
    Dialect dialect = Spoken.dialects().get(name);
    if (dialect == null) {
      throw new AssertionError(name);
    }
    return dialect;
  }

  @Test
  void aStreamTellsTheSameWhereverItsBytesAreCut() {
    Fuzz.tries(
        25,
        random -> {
          for (String name : NAMES) {
            Dialect dialect = dialect(name);
            Generated generated = new Generated(random);
            Bytes stream = Spoken.stream(dialect, generated.events(generated.answer(name)));
            List<AnswerEvent> whole = Spoken.events(dialect, stream);
            for (int cut = 0; cut <= stream.length(); cut += 1 + random.nextInt(7)) {
              List<Bytes> halves =
                  List.of(stream.slice(0, cut), stream.slice(cut, stream.length()));
              assertThat(Spoken.events(dialect, halves)).isEqualTo(whole);
            }
            List<Bytes> bytes = new ArrayList<>();
            for (int i = 0; i < stream.length(); i++) {
              bytes.add(stream.slice(i, i + 1));
            }
            assertThat(Spoken.events(dialect, bytes)).isEqualTo(whole);
          }
        });
  }

  @Test
  void aStreamSaysWhatWasPutIntoIt() {
    Fuzz.tries(
        400,
        random -> {
          for (String name : NAMES) {
            Generated generated = new Generated(random);
            Completion answer = generated.answer(name);
            Bytes stream = Spoken.stream(dialect(name), generated.events(answer));
            Completion read = Assembled.of(Spoken.events(dialect(name), stream));
            assertThat(anonymous(read)).as(stream.utf8()).isEqualTo(answer);
          }
        });
  }

  /// Row 18 of the field's failures: nothing is doubled, lost or made into something else.
  @Test
  void anyStreamSurvivesTheWayIntoAnotherDialectAndBack() {
    Fuzz.tries(
        300,
        random -> {
          for (String one : NAMES) {
            for (String other : NAMES) {
              Generated generated = new Generated(random);
              Completion answer = generated.answer(one);
              Bytes stream = Spoken.stream(dialect(one), generated.events(answer));
              Bytes there = Spoken.stream(dialect(other), Spoken.events(dialect(one), stream));
              Bytes back = Spoken.stream(dialect(one), Spoken.events(dialect(other), there));
              Completion expected = Assembled.asHeldBy(one, Assembled.asHeldBy(other, answer));
              assertThat(message(one, other, Assembled.of(Spoken.events(dialect(one), back))))
                  .as("%s by way of %s:\n%s\n%s", one, other, stream.utf8(), there.utf8())
                  .isEqualTo(message(one, other, expected));
            }
          }
        });
  }

  /// The assembled message: Chat Completions does not tell in which order its kinds of parts came.
  private static Completion message(String one, String other, Completion answer) {
    return one.equals("chat") || other.equals("chat")
        ? Assembled.asHeldBy("chat", answer)
        : anonymous(answer);
  }

  @Test
  void anyAnswerSurvivesTheWayIntoAnotherDialectAndBack() {
    Fuzz.tries(
        300,
        random -> {
          for (String one : NAMES) {
            for (String other : NAMES) {
              Completion answer = new Generated(random).answer(one);
              Bytes whole = dialect(one).writeAnswer(answer, Spoken.LETTERHEAD);
              Completion read = dialect(one).readAnswer(whole);
              Bytes there = dialect(other).writeAnswer(read, Spoken.LETTERHEAD);
              Bytes back =
                  dialect(one).writeAnswer(dialect(other).readAnswer(there), Spoken.LETTERHEAD);
              assertThat(compact(dialect(one).readAnswer(back)))
                  .as("%s by way of %s", one, other)
                  .isEqualTo(compact(Assembled.asHeldBy(one, Assembled.asHeldBy(other, answer))));
            }
          }
        });
  }

  /// Without the id, and with arguments as compact as any writer makes them.
  private static Completion compact(Completion answer) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (Part part : answer.parts()) {
      parts.add(
          part instanceof Part.ToolCall call
              ? new Part.ToolCall(
                  call.id(), call.name(), MAPPER.readTree(call.arguments()).toString())
              : part);
    }
    return new Completion(
        "", answer.model(), parts, answer.finish(), answer.stopSequence(), answer.usage());
  }

  private static Completion anonymous(Completion answer) {
    return new Completion(
        "", answer.model(), answer.parts(), answer.finish(), answer.stopSequence(), answer.usage());
  }

  @Test
  void aStreamThatIsCutOffNeverEndsCleanly() {
    Fuzz.tries(
        60,
        random -> {
          for (String name : NAMES) {
            Generated generated = new Generated(random);
            Bytes stream = Spoken.stream(dialect(name), generated.events(generated.answer(name)));
            List<AnswerEvent> whole = Spoken.events(dialect(name), stream);
            for (int end = 0; end < stream.length(); end += 1 + random.nextInt(9)) {
              List<AnswerEvent> cut;
              try {
                cut = Spoken.events(dialect(name), stream.slice(0, end));
              } catch (GarbledException declared) {
                continue;
              }
              // A chat stream is whole once it has said why it ended; only usage may be missing.
              assertThat(parts(cut)).as(stream.slice(0, end).utf8()).isEqualTo(parts(whole));
            }
          }
        });
  }

  private static List<Part> parts(List<AnswerEvent> events) {
    return Assembled.of(events).parts();
  }

  @Test
  void aDamagedStreamIsReadOrIsTheOneDeclaredFault() {
    Fuzz.tries(
        1_500,
        random -> {
          for (String name : NAMES) {
            Generated generated = new Generated(random);
            Bytes stream = Spoken.stream(dialect(name), generated.events(generated.answer(name)));
            Bytes damaged = Bytes.of(DAMAGE.of(stream.toArray(), random));
            List<AnswerEvent> events;
            try {
              events = Spoken.events(dialect(name), damaged);
            } catch (GarbledException declared) {
              assertThat(declared.getMessage()).isNotBlank();
              continue;
            }
            checkOrder(events);
            for (String other : NAMES) {
              Spoken.stream(dialect(other), events);
            }
          }
        });
  }

  /// Begun first, each part begun before it grows, one end, and nothing behind it.
  private static void checkOrder(List<AnswerEvent> events) {
    assertThat(events).isNotEmpty();
    List<Integer> open = new ArrayList<>();
    int next = 0;
    for (AnswerEvent event : events) {
      switch (event) {
        case AnswerEvent.Begun ignored -> assertThat(event).isSameAs(events.getFirst());
        case AnswerEvent.PartBegun begun -> {
          assertThat(begun.index()).isEqualTo(next++);
          open.add(begun.index());
        }
        case AnswerEvent.PartGrown grown -> assertThat(open).contains(grown.index());
        case AnswerEvent.PartSealed sealed -> assertThat(open).contains(sealed.index());
        case AnswerEvent.PartEnded ended ->
            assertThat(open.remove(Integer.valueOf(ended.index()))).isTrue();
        case AnswerEvent.Finished ignored -> {
          assertThat(open).isEmpty();
          assertThat(event).isSameAs(events.getLast());
        }
        case AnswerEvent.Failed ignored -> assertThat(event).isSameAs(events.getLast());
      }
    }
    assertThat(events.getLast())
        .isInstanceOfAny(AnswerEvent.Finished.class, AnswerEvent.Failed.class);
  }

  @Test
  void aFailureIsTheLastThingThatAStreamSays() {
    Fuzz.tries(
        200,
        random -> {
          for (String name : NAMES) {
            Generated generated = new Generated(random);
            List<AnswerEvent> events = generated.events(generated.answer(name));
            List<AnswerEvent> failing =
                new ArrayList<>(events.subList(0, random.nextInt(events.size())));
            failing.add(
                new AnswerEvent.Failed(ErrorReport.of(ErrorReport.Kind.OVERLOADED, "no room")));
            failing.addAll(events);
            Bytes stream = Spoken.stream(dialect(name), failing);
            List<AnswerEvent> read = Spoken.events(dialect(name), stream);
            assertThat(read.getLast()).as(stream.utf8()).isInstanceOf(AnswerEvent.Failed.class);
            assertThat(stream.utf8())
                .doesNotContain("data: [DONE]\n\n")
                .doesNotContain("event: message_stop")
                .doesNotContain("event: response.completed");
          }
        });
  }

  @Test
  void aDamagedRequestIsTranslatedOrRefusedInItsOwnDialect() throws IOException {
    Map<String, List<byte[]>> requests = new LinkedHashMap<>();
    for (String name : Spoken.dialects().keySet()) {
      requests.put(name, files(name));
    }
    Fuzz.tries(
        1_500,
        random -> {
          for (Map.Entry<String, List<byte[]>> each : requests.entrySet()) {
            List<byte[]> bodies = each.getValue();
            byte[] body = bodies.get(random.nextInt(bodies.size()));
            checkRequest(each.getKey(), Bytes.of(DAMAGE.of(body, random)));
          }
        });
  }

  private static List<byte[]> files(String name) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/dialects", name))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".request.json")).toList()) {
        bodies.add(Files.readAllBytes(file));
      }
    }
    return bodies;
  }

  private static void checkRequest(String name, Bytes body) throws IOException {
    ReadRequest read;
    try {
      read = dialect(name).readRequest(body);
    } catch (RefusedException refused) {
      Bytes error = dialect(name).writeError(refused.report());
      JsonNode written = MAPPER.readTree(error.toArray());
      assertThat(written.path("error").path("message").asText()).isNotBlank();
      assertThat(written.path("error").path("type").asText()).isEqualTo("invalid_request_error");
      return;
    }
    for (Map.Entry<String, Dialect> other : Spoken.dialects().entrySet()) {
      try {
        Translation.Request sent =
            new Translation(dialect(name), other.getValue())
                .request(read, "served", Spoken.SENDING);
        assertThat(MAPPER.readTree(sent.body().toArray()).path("model").asText())
            .isEqualTo("served");
        assertThat(String.join(",", sent.dropped())).matches("[A-Za-z0-9_.,()$?-]*");
      } catch (RefusedException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void halvesOfCharactersPassThroughEveryDialect() throws Exception {
    for (String name : NAMES) {
      List<AnswerEvent> events =
          List.of(
              new AnswerEvent.Begun("", "m", TokenUsage.UNKNOWN),
              new AnswerEvent.PartBegun(0, new Part.Text("")),
              new AnswerEvent.PartGrown(0, "é\uD83D"),
              new AnswerEvent.PartGrown(0, "\uDE00"),
              new AnswerEvent.PartEnded(0),
              new AnswerEvent.Finished(FinishReason.DONE, "", TokenUsage.UNKNOWN));
      Bytes stream = Spoken.stream(dialect(name), events);
      assertThat(Assembled.of(Spoken.events(dialect(name), stream)).parts())
          .isEqualTo(List.of(new Part.Text("é😀")));
    }
  }
}
