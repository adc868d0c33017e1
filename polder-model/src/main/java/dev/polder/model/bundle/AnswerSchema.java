package dev.polder.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.polder.model.bounded.BoundedSchema;
import dev.polder.model.bounded.TooCostlyException;
import dev.polder.model.openai.AnswerText;
import java.util.List;
import java.util.Optional;

/// The JSON schema that the answers of a use case must fit.
///
/// Drafts from 4 on are understood; without `$schema` it is 2020-12. A `$ref` leads to places
/// within the schema only: nothing is fetched. `format` is no condition, as the drafts have it.
/// Immutable; any thread may judge.
public final class AnswerSchema {
  /// More complaints help a model as little as a person.
  private static final int MOST_COMPLAINTS = 8;

  private static final int LONGEST_COMPLAINT = 200;

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry
                  .schemaRegistryConfig(BoundedSchema.CONFIGURATION)
                  .schemaLoader(loader ->
                      loader.allow(iri -> iri.toString().contains("://json-schema.org/"))));

  private final String json;
  private final Schema schema;

  private AnswerSchema(String json, Schema schema) {
    this.json = json;
    this.schema = schema;
  }

  /// Takes a schema in.
  ///
  /// @throws BadBundleException when `text` is no JSON object, or no JSON schema, or refers to what
  ///   is not there
  public static AnswerSchema parse(String text) throws BadBundleException {
    if (text.isBlank()) {
      throw new BadBundleException(0, "It is empty. Write a JSON schema into it.");
    }
    JsonNode node = read(text);
    if (!(node instanceof ObjectNode)) {
      throw new BadBundleException(
          1, "It is no JSON schema. Write an object, such as {\"type\": \"object\"}.");
    }
    try {
      checkByItsDraft(node);
      Schema schema = REGISTRY.getSchema(node);
      schema.initializeValidators();
      return new AnswerSchema(node.toString(), schema);
    } catch (SchemaException | IllegalArgumentException unusable) {
      throw new BadBundleException(
          0,
          "It is no JSON schema that can be used: "
              + sentence(String.valueOf(unusable.getMessage())));
    }
  }

  private static JsonNode read(String text) throws BadBundleException {
    try {
      return JsonText.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (JsonProcessingException malformed) {
      int line = malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr();
      throw new BadBundleException(
          line, "It is no JSON: " + sentence(malformed.getOriginalMessage()));
    }
  }

  private static void checkByItsDraft(JsonNode schema) throws BadBundleException {
    String draft = schema.path("$schema").asText(SpecificationVersion.DRAFT_2020_12.getDialectId());
    Optional<Error> fault =
        REGISTRY.getSchema(SchemaLocation.of(draft)).validate(schema).stream().findFirst();
    if (fault.isPresent()) {
      throw new BadBundleException(
          0,
          "It is no JSON schema: at '%s', %s"
              .formatted(fault.get().getInstanceLocation(), sentence(fault.get().getMessage())));
    }
  }

  private static String sentence(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return shortened(line, LONGEST_COMPLAINT) + (line.endsWith(".") ? "" : ".");
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  /// The schema as compact JSON, in the order in which it was written.
  public String json() {
    return json;
  }

  /// The same for schemas that say the same in the same order: the order may change an answer.
  public String digest() {
    return Sha256.of(json);
  }

  /// Judges all choices of an answer; the first that does not fit decides. May take milliseconds
  /// for long answers, and some tenths of a second at most: what needs more steps, by a pattern
  /// that backtracks for instance, does not fit.
  public Fitness judge(List<AnswerText> choices) {
    if (choices.isEmpty()) {
      return noJson("");
    }
    for (AnswerText choice : choices) {
      Fitness fitness = judge(choice);
      if (fitness instanceof Fitness.Unfit) {
        return fitness;
      }
    }
    return new Fitness.Fits();
  }

  private Fitness judge(AnswerText choice) {
    if (choice.speaksOtherwise()) {
      return new Fitness.Fits();
    }
    if (choice.finishReason().equals("length")) {
      return new Fitness.Unfit(
          "its answer was cut off at the bound on its length",
          choice.text(),
          List.of("It was cut off because it is too long. Be brief."));
    }
    if (choice.text().length() > BoundedSchema.LONGEST) {
      return tooLong(choice.text());
    }
    JsonNode answer;
    try {
      answer = JsonText.readAnswer(choice.text());
    } catch (JsonProcessingException malformed) {
      return noJson(choice.text());
    }
    return answer.isMissingNode() || !isFinite(answer)
        ? noJson(choice.text())
        : judge(choice.text(), answer);
  }

  /// JSON knows no infinity: such a number was written with an exponent that nobody can reckon
  /// with.
  private static boolean isFinite(JsonNode value) {
    if (value.isFloatingPointNumber()) {
      return Double.isFinite(value.doubleValue());
    }
    for (JsonNode part : value) {
      if (!isFinite(part)) {
        return false;
      }
    }
    return true;
  }

  private static Fitness noJson(String text) {
    return new Fitness.Unfit(
        "its answer is no JSON",
        text,
        List.of("It is not one JSON value. Write no words and no ``` around it."));
  }

  private static Fitness tooLong(String text) {
    return new Fitness.Unfit(
        "its answer is longer than %,d characters, too long to be checked"
            .formatted(BoundedSchema.LONGEST),
        text,
        List.of("It is too long. Be brief."));
  }

  private Fitness judge(String text, JsonNode answer) {
    try {
      return judge(text, BoundedSchema.validate(schema, answer, false));
    } catch (TooCostlyException costly) {
      return new Fitness.Unfit(
          "its answer cannot be checked: " + costly.getMessage(),
          text,
          List.of(shortened(costly.getMessage() + ". Be brief.", LONGEST_COMPLAINT)));
    }
  }

  private static Fitness judge(String text, List<Error> errors) {
    if (errors.isEmpty()) {
      return new Fitness.Fits();
    }
    String more = errors.size() == 1 ? "" : " and %d more".formatted(errors.size() - 1);
    return new Fitness.Unfit(
        "its answer does not fit the schema ('%s'%s)"
            .formatted(shortened(errors.getFirst().getSchemaLocation().toString(), 80), more),
        text,
        errors.stream().limit(MOST_COMPLAINTS).map(AnswerSchema::complaint).toList());
  }

  private static String complaint(Error error) {
    return shortened(
        "At '%s': %s".formatted(error.getInstanceLocation(), error.getMessage()),
        LONGEST_COMPLAINT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnswerSchema that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return "AnswerSchema[" + digest() + "]";
  }
}
