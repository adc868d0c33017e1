package dev.polder.model.bounded;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistryConfig;
import java.util.List;

/// Asks a JSON schema of a value, in a bounded number of steps whatever the value is.
///
/// Reading a character for a pattern is one step; asking a keyword of a place is some. All patterns
/// and keywords of one check share its steps, so a long list of costly items is bounded too.
public final class BoundedSchema {
  /// So many steps take some tenths of a second at most.
  public static final long MOST_STEPS = 5_000_000;

  /// Characters of an answer that is still checked. What is linear in the answer, such as reading
  /// it, counts no steps.
  public static final int LONGEST = 1_000_000;

  /// What registries of the schemas that are checked here have to be made with: by it, patterns
  /// count their steps.
  public static final SchemaRegistryConfig CONFIGURATION =
      SchemaRegistryConfig.builder().regularExpressionFactory(BoundedPattern::new).build();

  /// A keyword takes about as long as reading so many characters.
  private static final int STEPS_OF_A_KEYWORD = 20;

  private BoundedSchema() {}

  /// What is wrong with `value` by `schema`; empty when it is valid.
  ///
  /// @param schema of a registry with [#CONFIGURATION]
  /// @param formats whether `format` is a condition
  /// @throws TooCostlyException when that needs more than [#MOST_STEPS], or nests too deep
  public static List<Error> validate(Schema schema, JsonNode value, boolean formats)
      throws TooCostlyException {
    Steps steps = new Steps(MOST_STEPS);
    Counting context = new Counting(steps, formats);
    try {
      ScopedValue.where(BoundedPattern.STEPS, steps).run(() -> schema.validate(context, value));
    } catch (BoundedPattern.Costly costly) {
      throw TooCostlyException.ofPattern(costly.pattern(), costly);
    } catch (BoundedText.TooManySteps | StackOverflowError tooMuch) {
      throw TooCostlyException.ofSchema(tooMuch);
    }
    return List.copyOf(context.getErrors());
  }

  /// Is told of every keyword that is asked, as the way to it grows by the keyword's name.
  private static final class Counting extends ExecutionContext {
    private final Steps steps;

    Counting(Steps steps, boolean formats) {
      super(
          formats
              ? ExecutionConfig.builder().formatAssertionsEnabled(true).build()
              : ExecutionConfig.getInstance());
      this.steps = steps;
    }

    @Override
    public void evaluationPathAddLast(String token) {
      steps.take(STEPS_OF_A_KEYWORD);
      super.evaluationPathAddLast(token);
    }

    @Override
    public void evaluationPathAddLast(int token) {
      steps.take(STEPS_OF_A_KEYWORD);
      super.evaluationPathAddLast(token);
    }
  }
}
