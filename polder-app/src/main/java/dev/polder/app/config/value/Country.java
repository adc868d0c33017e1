package dev.polder.app.config.value;

import dev.polder.model.Area;

/// A country: two capitals of ISO 3166-1, `EU`, or `ZZ` as long as nobody has looked it up.
public record Country(String code) {
  /// Not known yet; nothing that asks for a country may take it.
  public static final Country UNKNOWN = new Country("ZZ");

  /// The European Union as such, or any of its member states where a list has it.
  public static final Country UNION = new Country("EU");

  /// Whether `code` can stand for a country.
  public static boolean isCode(String code) {
    return code.equals(UNKNOWN.code) || Area.isArea(code);
  }

  /// Whether this is the Union or one of its member states.
  public boolean isInUnion() {
    return Area.covers(UNION.code, code);
  }

  @Override
  public String toString() {
    return code;
  }
}
