package dev.polder.evals.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.polder.evals.answer.JsonAnswer;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.model.bounded.BoundedSchema;
import dev.polder.model.bounded.TooCostlyException;
import java.util.List;
import java.util.Optional;

/// The answer is valid by a JSON schema (draft 2020-12, formats asserted). A schema can also be
/// asked of the bare text: `pattern` and `format` say much about it.
record JsonSchemaRule(Optional<Schema> schema, JsonAnswer where, As as) implements Rule.Direct {
  /// What is validated.
  enum As {
    /// The JSON in the answer.
    JSON,
    /// The answer itself, without white space around it, as one JSON text.
    TEXT
  }

  static JsonSchemaRule of(Options options) {
    return new JsonSchemaRule(
        schemaNode(options).flatMap(node -> compiled(node, options)),
        options.choice("json", JsonAnswer.FENCED),
        options.choice("as", As.JSON));
  }

  private static Optional<JsonNode> schemaNode(Options options) {
    Optional<JsonNode> schema = options.json("schema");
    if (schema.isEmpty()) {
      options.fault(
          "schema", "'schema' is missing. Write the schema, or name a file that holds it.");
      return Optional.empty();
    }
    if (schema.get().isObject()) {
      return schema;
    }
    return options
        .file("schema")
        .flatMap(text -> {
          Optional<JsonNode> parsed = CanonicalJson.parse(text).filter(JsonNode::isObject);
          if (parsed.isEmpty()) {
            options.fault("schema", "the file named by 'schema' is no JSON object.");
          }
          return parsed;
        });
  }

  private static Optional<Schema> compiled(JsonNode node, Options options) {
    Optional<String> foreign = foreignReference(node);
    if (foreign.isPresent()) {
      options.fault(
          "schema",
          "the schema refers to '%s'. Only references within it (#/…) are followed: nothing is fetched."
              .formatted(foreign.get()));
      return Optional.empty();
    }
    try {
      Schema schema =
          SchemaRegistry.withDefaultDialect(
                  SpecificationVersion.DRAFT_2020_12,
                  registry -> registry.schemaRegistryConfig(BoundedSchema.CONFIGURATION))
              .getSchema(node);
      schema.validate(TextNode.valueOf("")); // finds at once what is wrong with the schema itself
      return Optional.of(schema);
    } catch (SchemaException malformed) {
      options.fault("schema", "this is no JSON schema: %s.".formatted(malformed.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<String> foreignReference(JsonNode node) {
    for (String name : List.of("$ref", "$dynamicRef")) {
      JsonNode reference = node.path(name);
      if (reference.isTextual() && !reference.textValue().startsWith("#")) {
        return Optional.of(reference.textValue());
      }
    }
    for (JsonNode child : node) {
      Optional<String> foreign = foreignReference(child);
      if (foreign.isPresent()) {
        return foreign;
      }
    }
    return Optional.empty();
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return Optional.empty();
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    if (response.text().length() > BoundedSchema.LONGEST) {
      return new Mark(
          0,
          "the answer is longer than %,d characters, too long to be checked"
              .formatted(BoundedSchema.LONGEST));
    }
    Optional<JsonNode> answer =
        switch (as) {
          case JSON -> where.in(response.text());
          case TEXT -> Optional.of(TextNode.valueOf(response.text().strip()));
        };
    if (answer.isEmpty()) {
      return new Mark(0, "the answer is no JSON");
    }
    try {
      List<Error> errors = BoundedSchema.validate(schema.orElseThrow(), answer.get(), true);
      return errors.isEmpty()
          ? new Mark(1, "valid")
          : new Mark(0, Texts.shown(errors.getFirst().toString()));
    } catch (TooCostlyException costly) {
      return new Mark(0, "the answer cannot be checked: " + costly.getMessage());
    }
  }
}
