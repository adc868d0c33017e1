package dev.polder.model.bundle;

import dev.polder.http.Bytes;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a use case says to one of its candidates besides the call's own messages.
///
/// Immutable. Two bundles are equal when nothing in them could make an answer differ.
public final class Bundle {
  /// Of a use case that says nothing.
  public static final Bundle NONE =
      new Bundle(Optional.empty(), Parameters.NONE, OptionalInt.empty(), Optional.empty());

  /// Goes into the digest: to be raised when the same bundle is to be rendered otherwise, so that
  /// what was measured with the old wording does not count for the new one.
  private static final int RENDERED_AS = 1;

  private final Optional<PromptTemplate> prompt;
  private final Parameters parameters;
  private final OptionalInt outputBound;
  private final Optional<AnswerSchema> schema;
  private final String digest;
  private final Frame plain;
  private final Frame telling;
  private final boolean none;

  /// @param prompt wording of its own; where there is none, the call's messages go alone
  /// @param parameters what is added where the client left it out
  /// @param outputBound how many tokens an answer may have at most, whatever the client asks for
  /// @param schema what answers must fit
  public Bundle(
      Optional<PromptTemplate> prompt,
      Parameters parameters,
      OptionalInt outputBound,
      Optional<AnswerSchema> schema) {
    if (outputBound.orElse(1) < 1) {
      throw new IllegalArgumentException("an output bound of " + outputBound + " is below 1");
    }
    this.prompt = prompt;
    this.parameters = parameters;
    this.outputBound = outputBound;
    this.schema = schema;
    this.none =
        prompt.isEmpty()
            && parameters.values().isEmpty()
            && outputBound.isEmpty()
            && schema.isEmpty();
    String told = schema.map(AnswerSchema::json).orElse("");
    this.plain = prompt.map(own -> Frame.of(own, told)).orElse(Frame.NOTHING);
    this.telling =
        prompt.isEmpty() && schema.isPresent()
            ? Frame.of(PromptTemplate.TELLS_SCHEMA, told)
            : plain;
    this.digest =
        Sha256.of(
            "rendered-as %d\nprompt %s\nparameters %s\noutput-bound %s\nschema %s\n"
                .formatted(
                    RENDERED_AS,
                    promptDigest(),
                    parametersDigest(),
                    outputBound.isEmpty() ? "" : outputBound.getAsInt(),
                    schemaDigest()));
  }

  /// Messages around the call's own, as JSON objects with commas between them.
  record Frame(Bytes before, Bytes after) {
    static final Frame NOTHING = new Frame(Bytes.EMPTY, Bytes.EMPTY);

    static Frame of(PromptTemplate template, String schema) {
      return new Frame(
          Bytes.utf8(template.jsonBefore(schema)), Bytes.utf8(template.jsonAfter(schema)));
    }
  }

  /// The wording of its own, if it has one.
  public Optional<PromptTemplate> prompt() {
    return prompt;
  }

  /// What is added where the client left it out.
  public Parameters parameters() {
    return parameters;
  }

  /// How many tokens an answer may have at most.
  public OptionalInt outputBound() {
    return outputBound;
  }

  /// What answers must fit.
  public Optional<AnswerSchema> schema() {
    return schema;
  }

  /// Whether it says nothing, so that requests go as they came.
  public boolean isNone() {
    return none;
  }

  /// What goes around the call's messages.
  ///
  /// @param schemaIsTaken whether the provider gets the schema in a field of its own
  Frame frame(boolean schemaIsTaken) {
    return schemaIsTaken ? plain : telling;
  }

  /// Whether messages may be put around those of the call.
  boolean speaks() {
    return prompt.isPresent() || schema.isPresent();
  }

  /// The bound on what is written where a client states none: the usual one, within the bound.
  Optional<Long> usualOutput() {
    Optional<Long> most = outputBound.stream().mapToObj(Long::valueOf).findFirst();
    return parameters
        .outputBound()
        .map(usual -> most.map(bound -> Math.min(bound, usual)).orElse(usual))
        .or(() -> most);
  }

  /// The fields of a request that it looks at.
  Set<String> fields() {
    Set<String> fields = new HashSet<>(parameters.values().keySet());
    if (usualOutput().isPresent()) {
      fields.addAll(Parameters.OUTPUT_BOUNDS);
    }
    if (schema.isPresent()) {
      fields.add("response_format");
    }
    if (speaks()) {
      fields.add("messages");
    }
    return fields;
  }

  /// The same for bundles in which nothing differs that could make an answer differ: `sha256:` and
  /// 64 hexadecimal digits.
  public String digest() {
    return digest;
  }

  /// That of the wording alone; `""` where it has none.
  public String promptDigest() {
    return prompt.map(PromptTemplate::digest).orElse("");
  }

  /// That of the parameters alone; `""` where it has none.
  public String parametersDigest() {
    return parameters.values().isEmpty() ? "" : parameters.digest();
  }

  /// That of all but the wording: parameters, output bound, schema, and how a bundle is rendered;
  /// `""` where it says nothing at all.
  public String settingsDigest() {
    return isNone()
        ? ""
        : Sha256.of(
            "rendered-as %d\nparameters %s\noutput-bound %s\nschema %s\n"
                .formatted(
                    RENDERED_AS,
                    parametersDigest(),
                    outputBound.isEmpty() ? "" : outputBound.getAsInt(),
                    schemaDigest()));
  }

  /// That of the schema alone; `""` where it has none.
  public String schemaDigest() {
    return schema.map(AnswerSchema::digest).orElse("");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bundle that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "Bundle[" + digest + "]";
  }
}
