package dev.polder.app.config.bind;

import com.google.errorprone.annotations.FormatMethod;

/// A value's text is not what its field wants.
public final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private Refused(String reason) {
    super(
        reason, null, false,
        false); // the binder tells the line; where in here it arose helps nobody
  }

  /// Such a refusal.
  ///
  /// @param reason goes on after `Deployment 'gpt': 'location' `, such as `is 'xx', which is no
  ///   country. Write …`
  @FormatMethod
  public static Refused because(String reason, Object... values) {
    return new Refused(reason.formatted(values));
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
