package dev.polder.model.bounded;

import com.networknt.schema.SchemaException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/// A pattern of a schema that takes from the steps of the check it is part of. It means what the
/// library's own does: found anywhere, with `$` and the long names of properties as ECMAScript has
/// them.
final class BoundedPattern implements RegularExpression {
  /// The steps of the check that is running; a pattern is told nothing but the text.
  static final ScopedValue<Steps> STEPS = ScopedValue.newInstance();

  private final String written;
  private final Pattern compiled;

  BoundedPattern(String written) {
    this.written = written;
    this.compiled =
        Pattern.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(written)));
  }

  /// A pattern needed too much. The library lets its own exceptions through and takes all others
  /// for a text that matches.
  static final class Costly extends SchemaException {
    private static final long serialVersionUID = 1;

    private final String pattern;

    Costly(String pattern, Throwable cause) {
      super(cause);
      this.pattern = pattern;
    }

    String pattern() {
      return pattern;
    }
  }

  @Override
  public boolean matches(String value) {
    Steps steps = STEPS.isBound() ? STEPS.get() : new Steps(BoundedSchema.MOST_STEPS);
    try {
      return compiled.matcher(new BoundedText(value, steps)).find();
    } catch (BoundedText.TooManySteps | StackOverflowError tooMuch) {
      // Java's matcher goes down one frame for each turn of some loops.
      throw new Costly(written, tooMuch);
    }
  }
}
