package dev.polder.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules are what happens: each is tried with a request that has just that.
final class DialectRulesTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// A rule of a dialect, for a feature of a conversation.
  record Said(String name, FeatureRule rule) {}

  /// A rule of a dialect, for a field of a request.
  record Taken(String name, FieldRule rule) {}

  static List<Said> features() {
    List<Said> all = new ArrayList<>();
    Spoken.dialects()
        .forEach((name, dialect) ->
            dialect.rules().features().forEach(rule -> all.add(new Said(name, rule))));
    return all;
  }

  static List<Taken> fields() {
    List<Taken> all = new ArrayList<>();
    Spoken.dialects()
        .forEach((name, dialect) ->
            dialect.rules().fields().forEach(rule -> all.add(new Taken(name, rule))));
    return all;
  }

  private static Dialect dialect(String name) {
    return Optional.ofNullable(Spoken.dialects().get(name)).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("features")
  void whatARuleSaysOfAFeatureHappensToARequestThatHasIt(Said said) throws Exception {
    // Given
    Dialect dialect = dialect(said.name());
    Feature feature = said.rule().feature();
    Conversation with = with(feature, dialect.rules().dialect());
    assertThat(feature.isIn(with, dialect.rules().dialect())).isTrue();

    switch (said.rule().action()) {
      case REFUSE ->
          assertThatExceptionOfType(RefusedException.class)
              .isThrownBy(() -> dialect.rules().fit(with))
              .withMessageContaining(said.rule().reason());
      case DROP -> {
        DialectRules.Fitted fitted = dialect.rules().fit(with);
        assertThat(fitted.dropped()).containsExactly(feature);
        assertThat(feature.isIn(fitted.conversation(), dialect.rules().dialect())).isFalse();
        assertThat(written(dialect, fitted).toString()).doesNotContain("MARK");
      }
      case KEEP, TRANSLATE -> {
        DialectRules.Fitted fitted = dialect.rules().fit(with);
        assertThat(fitted.dropped()).isEmpty();
        assertThat(fitted.conversation()).isEqualTo(with);
        assertThat(stands(said.rule().field(), written(dialect, fitted)))
            .as("%s in %s", said.rule().field(), written(dialect, fitted))
            .isTrue();
      }
    }
  }

  private static JsonNode written(Dialect dialect, DialectRules.Fitted fitted) throws Exception {
    Bytes body = dialect.writeRequest(fitted.conversation(), Spoken.SENDING);
    return MAPPER.readTree(body.toArray());
  }

  /// Whether a path leads somewhere, through any item of a list.
  private static boolean stands(String path, JsonNode tree) {
    if (path.isEmpty()) {
      return !tree.isMissingNode();
    }
    if (tree.isArray()) {
      for (JsonNode item : tree) {
        if (stands(path, item)) {
          return true;
        }
      }
      return false;
    }
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    return tree.has(first) && stands(dot < 0 ? "" : path.substring(dot + 1), tree.path(first));
  }

  private static Conversation with(Feature feature, String dialect) {
    Conversation plain = plain();
    Part image = new Part.ImageAddress("https://example.org/a.png", "");
    return switch (feature) {
      case OUTPUT_BOUND, TOP_K, SEED, THINKING_BUDGET -> set(plain, feature, JSON.numberNode(77));
      case TEMPERATURE, TOP_P, FREQUENCY_PENALTY, PRESENCE_PENALTY ->
          set(plain, feature, JSON.numberNode(0.5));
      case STOP_SEQUENCES -> set(plain, feature, JSON.arrayNode().add("MARK"));
      case PARALLEL_TOOLS -> set(plain, feature, JSON.booleanNode(false));
      case EFFORT, VERBOSITY, USER -> set(plain, feature, JSON.textNode("MARK"));
      case METADATA -> set(plain, feature, JSON.objectNode().put("MARK", "a"));
      case LATER_SYSTEM_PROMPT ->
          plain.withTurns(
              List.of(
                  plain.turns().getFirst(),
                  new Turn(Turn.Role.SYSTEM, List.of(new Part.Text("MARK"))),
                  plain.turns().getFirst()));
      case IMAGE_DETAIL -> asked(plain, new Part.ImageAddress("https://example.org/a.png", "MARK"));
      case IMAGE_FROM_TOOL -> asked(plain, new Part.ToolResult("call_1", List.of(image), false));
      case TOOL_FAILURE -> asked(plain, new Part.ToolResult("call_1", List.of(), true));
      case OWN_REASONING -> answered(plain, new Part.Reasoning("MARK", new Seal(dialect, "MARK")));
      case FOREIGN_REASONING ->
          answered(plain, new Part.Reasoning("MARK", new Seal("elsewhere", "MARK")));
      case EARLIER_REFUSAL -> answered(plain, new Part.Refusal("MARK"));
      case ANY_JSON_OBJECT -> plain.withFormat(new OutputFormat.AnyObject());
      case JSON_SCHEMA -> plain.withFormat(schema("", Optional.empty()));
      case SCHEMA_NAME -> plain.withFormat(schema("MARK", Optional.empty()));
      case SCHEMA_STRICT -> plain.withFormat(schema("", Optional.of(true)));
    };
  }

  private static OutputFormat schema(String name, Optional<Boolean> strict) {
    return new OutputFormat.Schema(name, "", JSON.objectNode().put("type", "object"), strict);
  }

  private static Conversation plain() {
    Tool tool = new Tool("tool", "", JSON.objectNode().put("type", "object"), Optional.empty());
    return new Conversation(
        "m",
        List.of(new Turn(Turn.Role.USER, List.of(new Part.Text("Hello")))),
        List.of(tool),
        new ToolChoice.Unsaid(),
        new OutputFormat.Free(),
        Settings.NONE,
        false,
        false);
  }

  private static Conversation set(Conversation plain, Feature feature, JsonNode value) {
    return plain.withSettings(Settings.NONE.with(feature, value));
  }

  private static Conversation asked(Conversation plain, Part part) {
    return plain.withTurns(
        List.of(plain.turns().getFirst(), new Turn(Turn.Role.USER, List.of(part))));
  }

  private static Conversation answered(Conversation plain, Part part) {
    return plain.withTurns(
        List.of(plain.turns().getFirst(), new Turn(Turn.Role.ASSISTANT, List.of(part))));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void whatARuleSaysOfAFieldHappensToARequestThatHasIt(Taken taken) throws Exception {
    // Given
    Dialect dialect = dialect(taken.name());
    String field = taken.rule().field();
    ObjectNode body = smallest(dialect.rules().dialect());

    switch (taken.rule().action()) {
      case KEEP, TRANSLATE -> {} // Each has its cases among the files.
      case REFUSE -> {
        body.set(field, JSON.textNode("MARK"));
        RefusedException refused = refusal(dialect, body);
        assertThat(refused.parameter()).isEqualTo(field);
        assertThat(refused).hasMessageContaining(taken.rule().reason());
        body.set(
            field,
            taken.rule().harmless().isEmpty()
                ? JSON.nullNode()
                : MAPPER.readTree(taken.rule().harmless()));
        assertThat(dialect.readRequest(bytes(body)).dropped()).isEmpty();
      }
      case DROP -> {
        body.set(field, dropped(field));
        assertThat(dialect.readRequest(bytes(body)).dropped()).containsExactly(field);
      }
    }
  }

  /// A value that these two fields would not have of themselves.
  private static JsonNode dropped(String field) {
    return switch (field) {
      case "store" -> JSON.booleanNode(true);
      case "truncation" -> JSON.textNode("auto");
      default -> JSON.objectNode().put("MARK", 1);
    };
  }

  private static RefusedException refusal(Dialect dialect, ObjectNode body) throws Exception {
    try {
      dialect.readRequest(bytes(body));
    } catch (RefusedException refused) {
      return refused;
    }
    throw new AssertionError("not refused: " + body);
  }

  private static Bytes bytes(ObjectNode body) throws Exception {
    return Bytes.of(MAPPER.writeValueAsBytes(body));
  }

  private static ObjectNode smallest(String dialect) throws Exception {
    Map<String, String> bodies =
        Map.of(
            "chat", "{\"model\":\"m\",\"messages\":[]}",
            "responses", "{\"model\":\"m\",\"input\":[]}",
            "anthropic", "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}");
    return (ObjectNode) MAPPER.readTree(Optional.ofNullable(bodies.get(dialect)).orElseThrow());
  }
}
