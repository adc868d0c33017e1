package dev.polder.model.openai;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Polder changes in a request is cut into the client's bytes; all else stays as it came.
final class ModelRequestTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String MESSAGES = "\"messages\":[]";

  private static ModelRequest read(String body) throws BadRequestException {
    return ModelRequest.read(Operation.CHAT, Bytes.utf8(body));
  }

  private static String forUpstream(String body) throws BadRequestException {
    return read(body).forUpstream("served", true).utf8();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m','messages':[]}",
        "{ 'model' : 'm' , 'messages' : [] }",
        "\r\n{\t'model'\n:\r\n'm'\t,'messages':[]}\n\n",
        "{'messages':[],'model':'m'}",
        "{'messages':[{'content':'Größe 😀 文書 é'}],'model':'m'}",
        "{'messages':[{'model':'not me'}],'metadata':{'model':{'model':1}},'model':'m','z':null}",
        "{'messages':['\\\"model\\\":\\\"not me\\\"'],'model':'m'}",
        "{'mod\\u0065l':'m','messages':[]}",
        "{'\\u006d\\u006f\\u0064\\u0065\\u006c':'m','messages':[]}",
        "{'n':-1.5e10 ,'model':'m' ,'top_p':0.1,'messages':[]}",
        "{'Model':'other','model ':'other','model':'m','messages':[]}",
        "\uFEFF{'model':'m','messages':[]}",
        "\uFEFF  {'messages':['é'],'model':'m'}",
      })
  void exchangesTheModelsNameAndNothingElse(String quoted) throws Exception {
    // Given
    String body = quoted.replace('\'', '"');
    ModelRequest request = read(body);

    // When
    String sent = request.forUpstream("served", true).utf8();

    // Then
    assertThat(request.model()).isEqualTo("m");
    assertThat(sent).isEqualTo(body.replace("\"m\"", "\"served\""));
  }

  @ParameterizedTest
  @CsvSource({"'\\u006d', m", "'a\\/b', a/b", "'\\u00e9\\\"', 'é\"'", "'', ''"})
  void readsAnEscapedNameAndReplacesAllOfIt(String escaped, String name) throws Exception {
    // Given
    String body = "{\"model\":\"" + escaped + "\"," + MESSAGES + "}";

    // Then
    assertThat(read(body).model()).isEqualTo(name);
    assertThat(forUpstream(body)).isEqualTo("{\"model\":\"served\"," + MESSAGES + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "meta-llama/Llama-3.1-8B",
        "with \"quotes\"",
        "back\\slash",
        "control\u0001\n\t",
        "Größe 😀",
        "\u2028",
        ""
      })
  void quotesTheUpstreamsName(String name) throws Exception {
    // When
    Bytes sent = read("{\"model\":\"m\"," + MESSAGES + "}").forUpstream(name, false);

    // Then
    assertThat(tree(sent).get("model").textValue()).isEqualTo(name);
  }

  @Test
  void findsItsPlaceInAStretchOfALargerArray() throws Exception {
    // Given
    byte[] array = ("xxxx{\"é\":1,\"model\":\"m\"," + MESSAGES + "}yy").getBytes(UTF_8);

    // When
    ModelRequest request = ModelRequest.read(Operation.CHAT, Bytes.of(array, 4, array.length - 6));

    // Then
    assertThat(request.forUpstream("served", true).utf8())
        .isEqualTo("{\"é\":1,\"model\":\"served\"," + MESSAGES + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absent                             | {'include_usage':true}",
        "null                               | {'include_usage':true}",
        "{}                                 | {'include_usage':true}",
        "{ }                                | {'include_usage':true }",
        "{'include_usage':false}            | {'include_usage':true}",
        "{'include_usage' : null }          | {'include_usage' : true }",
        "{'include_usage':{}}               | {'include_usage':true}",
        "{'include_usage':{'a':[1]},'x':1}  | {'include_usage':true,'x':1}",
        "{'include_usage':[1,2]}            | {'include_usage':true}",
        "{'include_usage':0}                | {'include_usage':true}",
        "{'x':1}                            | {'include_usage':true,'x':1}",
        "{'x':{'include_usage':false}}      | {'include_usage':true,'x':{'include_usage':false}}",
        "{'x':1,'includ\\u0065_usage':false} | {'x':1,'includ\\u0065_usage':true}",
        "{'include_usage':true}             | {'include_usage':true}",
        "{'include_usage':true,'x':1}       | {'include_usage':true,'x':1}",
      })
  void asksForUsageWhateverTheClientWrote(String written, String sent) throws Exception {
    // Given
    String options = written.replace('\'', '"');
    String body =
        "{\"model\":\"m\",\"stream\":true,"
            + (options.equals("absent") ? "" : "\"stream_options\":" + options + ",")
            + MESSAGES
            + "}";

    // When
    String result = forUpstream(body);

    // Then
    ObjectNode expected = (ObjectNode) tree(Bytes.utf8(body));
    expected.put("model", "served");
    expected.set("stream_options", MAPPER.readTree(sent.replace('\'', '"')));
    assertThat(tree(Bytes.utf8(result))).isEqualTo(expected);
    assertThat(read(body).usageAsked()).isEqualTo(options.startsWith("{\"include_usage\":true"));
  }

  @Test
  void streamOptionsInFrontOfTheModelAreEditedToo() throws Exception {
    assertThat(
            forUpstream(
                "{\"stream_options\":{\"x\":1},\"stream\":true,\"model\":\"m\"," + MESSAGES + "}"))
        .isEqualTo(
            "{\"stream_options\":{\"include_usage\":true,\"x\":1},\"stream\":true,"
                + "\"model\":\"served\","
                + MESSAGES
                + "}");
  }

  @Test
  void doesNotAskForUsageWhereItMustNot() throws Exception {
    // Given
    String streamed = "{\"model\":\"m\",\"stream\":true," + MESSAGES + "}";
    String whole = "{\"model\":\"m\",\"stream\":false," + MESSAGES + "}";
    String embeddings = "{\"model\":\"m\",\"stream\":true,\"input\":\"x\"}";

    // Then
    assertThat(read(streamed).forUpstream("m", false).utf8()).isEqualTo(streamed);
    assertThat(read(whole).forUpstream("m", true).utf8()).isEqualTo(whole);
    assertThat(
            ModelRequest.read(Operation.EMBEDDINGS, Bytes.utf8(embeddings))
                .forUpstream("m", true)
                .utf8())
        .isEqualTo(embeddings);
  }

  @Test
  void oneRequestServesSeveralUpstreams() throws Exception {
    // Given
    ModelRequest request = read("{\"model\":\"m\",\"stream\":true," + MESSAGES + "}");

    // When
    String first = request.forUpstream("a-long-name", true).utf8();
    String second = request.forUpstream("b", false).utf8();

    // Then
    assertThat(first).contains("\"a-long-name\",\"stream_options\":{\"include_usage\":true}");
    assertThat(second).isEqualTo("{\"model\":\"b\",\"stream\":true," + MESSAGES + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'model':'a','model':'b','messages':[]}          | model                        ",
        "{'model':'a','mod\\u0065l':'b','messages':[]}    | model                        ",
        "{'model':'a','stream':true,'stream':true}        | stream                       ",
        "{'stream_options':{},'stream_options':{}}        | stream_options               ",
        "{'stream_options':{'include_usage':1,'include_usage':2}} | stream_options.include_usage",
        "{'model':1}                                      | model                        ",
        "{'model':null}                                   | model                        ",
        "{'model':{'model':'m'}}                          | model                        ",
        "{'model':'m','stream':'true'}                    | stream                       ",
        "{'model':'m','stream':1}                         | stream                       ",
        "{'model':'m','stream_options':[]}                | stream_options               ",
        "{'model':'m','stream_options':'x'}               | stream_options               ",
        "{'model':'m'}                                    | messages                     ",
        "{'model':'m','messages':null}                    | messages                     ",
        "{'model':'m','input':'x'}                        | messages                     ",
        "{'messages':[]}                                  | model                        ",
      })
  void refusesWhatItCannotTrustAndNamesTheField(String body, String parameter) {
    assertThatThrownBy(() -> read(body.replace('\'', '"')))
        .isInstanceOfSatisfying(
            BadRequestException.class, bad -> assertThat(bad.parameter()).contains(parameter));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"text\"",
        "{",
        "{\"model\":\"m\",\"messages\":[]",
        "{\"model\":\"m\",\"messages\":[]}}",
        "{\"model\":\"m\",\"messages\":[]} {}",
        "{\"model\":\"m\",\"messages\":[,]}",
        "{\"model\":\"m\",\"messages\":[NaN]}",
        "{'model':'m','messages':[]}",
        "{\"model\":\"m\",\"messages\":[]}//",
        "{\"model\":\"m\nn\",\"messages\":[]}",
      })
  void refusesWhatIsNotOneJsonObject(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(BadRequestException.class);
  }

  @Test
  void refusesOtherEncodingsThanUtf8() {
    String body = "{\"model\":\"m\"," + MESSAGES + "}";
    for (Charset charset : new Charset[] {UTF_16LE, UTF_16BE, Charset.forName("UTF-32BE")}) {
      assertThatThrownBy(() -> ModelRequest.read(Operation.CHAT, Bytes.of(body.getBytes(charset))))
          .as(charset.name())
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  @Test
  void messagesOfRefusalsShowNothingOfTheBody() {
    assertThatThrownBy(() -> read("{\"model\":\"m\",\"messages\":[private words]}"))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("line 1, column")
        .hasMessageNotContaining("private");
  }

  /// Random requests, random places, random spelling: as trees only the intended change is seen.
  @Test
  void anyRequestStaysTheSameButForTheIntendedChange() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < 5000; round++) {
      // Given
      String body = new RandomRequest(random).text();
      String name = "name-" + random.nextInt() + (random.nextBoolean() ? "\"é😀\\" : "");
      boolean ask = random.nextBoolean();

      assertThatCode(() -> read(body)).as(body).doesNotThrowAnyException();

      // When
      ModelRequest request = read(body);
      Bytes sent = request.forUpstream(name, ask);

      // Then
      ObjectNode expected = (ObjectNode) tree(Bytes.utf8(body));
      assertThat(request.model()).isEqualTo(expected.get("model").textValue());
      expected.put("model", name);
      if (ask && request.stream()) {
        JsonNode options = expected.path("stream_options");
        ObjectNode edited =
            options.isObject() ? options.deepCopy() : expected.putObject("stream_options");
        edited.put("include_usage", true);
        expected.set("stream_options", edited);
      }
      assertThat(tree(sent)).as("round %d: %s", round, body).isEqualTo(expected);
    }
  }

  private static JsonNode tree(Bytes bytes) throws IOException {
    byte[] array = bytes.toArray();
    boolean mark = array.length > 2 && array[0] == (byte) 0xEF;
    return MAPPER.readTree(array, mark ? 3 : 0, array.length - (mark ? 3 : 0));
  }

  /// Writes one request, never the same way twice.
  private static final class RandomRequest {
    private static final String[] NAMES = {
      "temperature", "n", "tools", "größe", "x\"y", "a\\b", "Model", "streams", "metadata", "😀"
    };
    private final Random random;
    private final StringBuilder text = new StringBuilder();

    RandomRequest(Random random) {
      this.random = random;
    }

    String text() {
      if (random.nextInt(10) == 0) {
        text.append('\uFEFF');
      }
      List<Runnable> fields = new ArrayList<>();
      fields.add(() -> field("model", () -> string("use-" + random.nextInt(100) + "é")));
      fields.add(() -> field("messages", () -> array(3)));
      if (random.nextInt(4) > 0) {
        fields.add(
            () -> field("stream", () -> text.append(oneOf("true", "true", "false", "null"))));
      }
      if (random.nextBoolean()) {
        fields.add(() -> field("stream_options", this::streamOptions));
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        String name = NAMES[random.nextInt(NAMES.length)] + i;
        fields.add(() -> field(name, () -> value(3)));
      }
      Collections.shuffle(fields, random);
      object(fields);
      blank();
      return text.toString();
    }

    private void streamOptions() {
      List<Runnable> fields = new ArrayList<>();
      if (random.nextBoolean()) {
        fields.add(() -> field("include_usage", () -> value(1)));
      }
      if (random.nextBoolean()) {
        fields.add(() -> field("include", () -> value(2)));
      }
      if (fields.isEmpty() && random.nextBoolean()) {
        text.append("null");
      } else {
        object(fields);
      }
    }

    private void object(List<Runnable> fields) {
      blank();
      text.append('{');
      for (int i = 0; i < fields.size(); i++) {
        text.append(i == 0 ? "" : ",");
        fields.get(i).run();
      }
      blank();
      text.append('}');
    }

    private void field(String name, Runnable value) {
      blank();
      string(name);
      blank();
      text.append(':');
      blank();
      value.run();
      blank();
    }

    private void array(int depth) {
      text.append('[');
      for (int i = random.nextInt(3); i > 0; i--) {
        blank();
        value(depth - 1);
        blank();
        text.append(i > 1 ? "," : "");
      }
      text.append(']');
    }

    private void value(int depth) {
      switch (random.nextInt(depth > 0 ? 6 : 4)) {
        case 0 -> text.append(oneOf("true", "false", "null"));
        case 1 -> text.append(oneOf("0", "-1", "1.5", "2e3", "-0.25E-2", "9007199254740993"));
        case 2 -> string(oneOf("model", "", "a,b}", "\"quoted\"", "back\\", "é", "😀", "\n\t"));
        case 3 -> string("x".repeat(random.nextInt(40)));
        case 4 -> array(depth);
        default ->
            object(
                List.of(
                    () -> field("model", () -> value(depth - 1)),
                    () -> field("stream", () -> value(depth - 1))));
      }
    }

    /// Now and then a character is written as an escape that means the same.
    private void string(String value) {
      text.append('"');
      for (int i = 0; i < value.length(); i++) {
        char next = value.charAt(i);
        if (isControl(next) || (!Character.isSurrogate(next) && random.nextInt(8) == 0)) {
          text.append("\\u%04x".formatted((int) next));
        } else {
          text.append(next);
        }
      }
      text.append('"');
    }

    private static boolean isControl(char next) {
      return next < ' ' || next == '"' || next == '\\';
    }

    private void blank() {
      for (int i = random.nextInt(4) - 2; i > 0; i--) {
        text.append(oneOf(" ", "\n", "\t", "\r\n"));
      }
    }

    private String oneOf(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
