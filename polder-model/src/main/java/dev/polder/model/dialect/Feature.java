package dev.polder.model.dialect;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a request may have and some dialect may lack: the rows of the table of rules.
///
/// Text, roles, tools with their calls and results, and the streaming of answers are not here: all
/// dialects have them.
public enum Feature {
  /// How many tokens the answer may have.
  OUTPUT_BOUND,
  TEMPERATURE,
  TOP_P,
  TOP_K,
  FREQUENCY_PENALTY,
  PRESENCE_PENALTY,
  SEED,
  /// Texts at which the answer ends; always a list.
  STOP_SEQUENCES,
  /// Whether several tools may be asked for at once.
  PARALLEL_TOOLS,
  /// How much to think, in a word such as `low`.
  EFFORT,
  /// How much to think, in tokens.
  THINKING_BUDGET,
  /// How much to say, in a word such as `low`.
  VERBOSITY,
  /// A stable name of who asks.
  USER,
  /// Names and values that the provider only keeps.
  METADATA,
  /// A system prompt behind the first turn of a user or model.
  LATER_SYSTEM_PROMPT,
  /// How closely to look at a picture.
  IMAGE_DETAIL,
  /// A picture in what a tool said.
  IMAGE_FROM_TOOL,
  /// That a tool failed.
  TOOL_FAILURE,
  /// Reasoning of earlier turns which this dialect's provider sealed.
  OWN_REASONING,
  /// Reasoning of earlier turns which nobody sealed, or another provider.
  FOREIGN_REASONING,
  /// A refusal of the model in an earlier turn.
  EARLIER_REFUSAL,
  /// An answer that is any JSON object.
  ANY_JSON_OBJECT,
  /// An answer that follows a schema.
  JSON_SCHEMA,
  /// A name of that schema.
  SCHEMA_NAME,
  /// Whether the schema must be followed.
  SCHEMA_STRICT;

  /// Whether `conversation` has it, from the view of `dialect`.
  public boolean isIn(Conversation conversation, String dialect) {
    return switch (this) {
      case OUTPUT_BOUND,
          TEMPERATURE,
          TOP_P,
          TOP_K,
          FREQUENCY_PENALTY,
          PRESENCE_PENALTY,
          SEED,
          STOP_SEQUENCES,
          PARALLEL_TOOLS,
          EFFORT,
          THINKING_BUDGET,
          VERBOSITY,
          USER,
          METADATA ->
          conversation.settings().value(this).isPresent();
      case LATER_SYSTEM_PROMPT -> Turns.systemIsLate(conversation.turns());
      case ANY_JSON_OBJECT -> conversation.format() instanceof OutputFormat.AnyObject;
      case JSON_SCHEMA -> conversation.format() instanceof OutputFormat.Schema;
      case SCHEMA_NAME ->
          conversation.format() instanceof OutputFormat.Schema schema && !schema.name().isEmpty();
      case SCHEMA_STRICT ->
          conversation.format() instanceof OutputFormat.Schema schema
              && schema.strict().isPresent();
      case IMAGE_DETAIL,
          IMAGE_FROM_TOOL,
          TOOL_FAILURE,
          OWN_REASONING,
          FOREIGN_REASONING,
          EARLIER_REFUSAL ->
          Turns.any(conversation.turns(), part(dialect));
    };
  }

  /// `conversation` without it, from the view of `dialect`.
  Conversation removedFrom(Conversation conversation, String dialect) {
    return switch (this) {
      case OUTPUT_BOUND,
          TEMPERATURE,
          TOP_P,
          TOP_K,
          FREQUENCY_PENALTY,
          PRESENCE_PENALTY,
          SEED,
          STOP_SEQUENCES,
          PARALLEL_TOOLS,
          EFFORT,
          THINKING_BUDGET,
          VERBOSITY,
          USER,
          METADATA ->
          conversation.withSettings(conversation.settings().without(this));
      case LATER_SYSTEM_PROMPT -> conversation.withTurns(Turns.withoutLateSystem(conversation));
      case ANY_JSON_OBJECT, JSON_SCHEMA -> conversation.withFormat(new OutputFormat.Free());
      case SCHEMA_NAME, SCHEMA_STRICT -> conversation.withFormat(plainer(conversation.format()));
      case IMAGE_DETAIL ->
          conversation.withTurns(Turns.mapped(conversation.turns(), Feature::withoutDetail));
      case TOOL_FAILURE ->
          conversation.withTurns(Turns.mapped(conversation.turns(), Feature::withoutFailure));
      case IMAGE_FROM_TOOL ->
          conversation.withTurns(Turns.mapped(conversation.turns(), Feature::withoutImages));
      case OWN_REASONING, FOREIGN_REASONING, EARLIER_REFUSAL ->
          conversation.withTurns(Turns.without(conversation.turns(), part(dialect)));
    };
  }

  private Predicate<Part> part(String dialect) {
    return switch (this) {
      case IMAGE_DETAIL -> Feature::hasDetail;
      case IMAGE_FROM_TOOL ->
          part -> part instanceof Part.ToolResult result && Turns.images(result.content()) > 0;
      case TOOL_FAILURE -> part -> part instanceof Part.ToolResult result && result.failed();
      case OWN_REASONING ->
          part -> part instanceof Part.Reasoning thought && thought.seal().isOf(dialect);
      case FOREIGN_REASONING ->
          part -> part instanceof Part.Reasoning thought && !thought.seal().isOf(dialect);
      case EARLIER_REFUSAL -> part -> part instanceof Part.Refusal;
      default -> part -> false;
    };
  }

  private static boolean hasDetail(Part part) {
    return switch (part) {
      case Part.ImageAddress image -> !image.detail().isEmpty();
      case Part.ImageBytes image -> !image.detail().isEmpty();
      case Part.ToolResult result -> result.content().stream().anyMatch(Feature::hasDetail);
      case Part.Text ignored -> false;
      case Part.Refusal ignored -> false;
      case Part.Reasoning ignored -> false;
      case Part.ToolCall ignored -> false;
    };
  }

  private static Part withoutDetail(Part part) {
    return switch (part) {
      case Part.ImageAddress image -> new Part.ImageAddress(image.url(), "");
      case Part.ImageBytes image -> new Part.ImageBytes(image.mediaType(), image.base64(), "");
      case Part.ToolResult result ->
          new Part.ToolResult(
              result.callId(),
              result.content().stream().map(Feature::withoutDetail).toList(),
              result.failed());
      case Part.Text same -> same;
      case Part.Refusal same -> same;
      case Part.Reasoning same -> same;
      case Part.ToolCall same -> same;
    };
  }

  private static Part withoutFailure(Part part) {
    return part instanceof Part.ToolResult result
        ? new Part.ToolResult(result.callId(), result.content(), false)
        : part;
  }

  private static Part withoutImages(Part part) {
    if (!(part instanceof Part.ToolResult result)) {
      return part;
    }
    List<Part> texts =
        result.content().stream().filter(piece -> piece instanceof Part.Text).toList();
    return new Part.ToolResult(result.callId(), texts, result.failed());
  }

  private OutputFormat plainer(OutputFormat format) {
    if (!(format instanceof OutputFormat.Schema schema)) {
      return format;
    }
    return this == SCHEMA_NAME
        ? new OutputFormat.Schema("", "", schema.schema(), schema.strict())
        : new OutputFormat.Schema(
            schema.name(), schema.description(), schema.schema(), Optional.empty());
  }
}
