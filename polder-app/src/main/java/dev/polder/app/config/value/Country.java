package dev.polder.app.config.value;

import java.util.Locale;
import java.util.Set;

/// A country: two capitals of ISO 3166-1, `EU`, or `ZZ` as long as nobody has looked it up.
public record Country(String code) {
  /// Not known yet; nothing that asks for a country may take it.
  public static final Country UNKNOWN = new Country("ZZ");

  /// The European Union as such, or any of its member states where a list has it.
  public static final Country UNION = new Country("EU");

  /// The 27 member states since 1 February 2020, by ISO code (so GR, where the Union writes EL).
  /// Source: european-union.europa.eu, "EU countries"; the Treaty on European Union, article 52,
  /// names them, and article 50 took one away.
  private static final Set<String> MEMBER_STATES =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  /// Whether `code` can stand for a country.
  public static boolean isCode(String code) {
    return code.equals(UNION.code)
        || code.equals(UNKNOWN.code)
        || Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(code);
  }

  /// Whether this is the Union or one of its member states.
  public boolean isInUnion() {
    return equals(UNION) || MEMBER_STATES.contains(code);
  }

  @Override
  public String toString() {
    return code;
  }
}
