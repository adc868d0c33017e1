package dev.polder.model.dialect;

/// A provider's own mark on reasoning, without which it does not take that reasoning back.
///
/// Nobody else can make use of it. A client whose dialect is another carries it wrapped, with the
/// name of the dialect that it came from, and so it finds its way back; a provider of another
/// dialect never gets to see it.
///
/// @param origin the dialect that it belongs to, or `""` where there is none
/// @param value opaque
public record Seal(String origin, String value) {
  /// Reasoning that nobody sealed.
  public static final Seal NONE = new Seal("", "");

  private static final String WRAPPING = "polder.";

  /// Whether there is one.
  public boolean exists() {
    return !origin.isEmpty();
  }

  /// Whether it belongs to `dialect`, in any of its forms.
  public boolean isOf(String dialect) {
    return origin.equals(dialect) || origin.startsWith(dialect + "-");
  }

  /// What a client of `dialect` carries: the value itself where it is of that dialect, else the
  /// value with its origin.
  public String carriedBy(String dialect) {
    return !exists() || isOf(dialect) ? value : WRAPPING + origin + "." + value;
  }

  /// What a client of `dialect` has carried.
  public static Seal carried(String dialect, String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    int end = text.startsWith(WRAPPING) ? text.indexOf('.', WRAPPING.length()) : -1;
    return end < 0
        ? new Seal(dialect, text)
        : new Seal(text.substring(WRAPPING.length(), end), text.substring(end + 1));
  }
}
