package dev.polder.evals.score;

/// The types of scorers that suites can name, and how each is made of its options.
enum RuleType {
  EXACT,
  TEXT,
  CHOICE,
  NUMERIC,
  REGEX,
  ONE_OF,
  JSON_SCHEMA,
  FIELDS,
  GROUNDED,
  SET,
  TOOL_CALLS,
  SIMILARITY,
  JUDGE,
  COMMAND;

  Rule.Direct rule(Options options) {
    return switch (this) {
      case EXACT -> new Exact();
      case TEXT -> NormalisedText.of(options);
      case CHOICE -> MultipleChoice.of(options);
      case NUMERIC -> NumericValue.of(options);
      case REGEX -> RegularExpression.of(options);
      case ONE_OF -> OneOf.of(options);
      case JSON_SCHEMA -> JsonSchemaRule.of(options);
      case FIELDS -> JsonFields.of(options);
      case GROUNDED -> Grounded.of(options);
      case SET -> SetOverlap.of(options);
      case TOOL_CALLS -> ToolCallMatch.of(options);
      case SIMILARITY -> new SemanticSimilarity();
      case JUDGE -> JudgeRule.of(options);
      case COMMAND -> ExternalCommand.of(options);
    };
  }
}
