package dev.polder.model.bounded;

/// A text that lets itself be read only so often. A regular expression can need time that doubles
/// with every character; over such a text it stops at the same place on every machine.
public final class BoundedText implements CharSequence {
  /// Some tens of milliseconds of matching.
  public static final long USUAL_STEPS = 5_000_000;

  private final CharSequence text;
  private final Steps steps;

  /// `text`, which may be read `most` times, one character a time.
  public BoundedText(CharSequence text, long most) {
    this(text, new Steps(most));
  }

  /// `text`, whose every reading is one of `steps`.
  BoundedText(CharSequence text, Steps steps) {
    this.text = text;
    this.steps = steps;
  }

  /// More steps were needed than allowed.
  public static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super("more steps than allowed", null, false, false);
    }
  }

  @Override
  public char charAt(int index) {
    steps.take(1);
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.subSequence(start, end), steps);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
