package dev.polder.model;

import java.util.Locale;
import java.util.Set;

/// The countries that a code covers: itself, and for `EU` the Union's member states too.
public final class Area {
  /// Source: https://european-union.europa.eu/principles-countries-history/eu-countries_en
  private static final Set<String> EU_MEMBERS =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  private Area() {}

  /// Whether `code` is `EU` or a country of ISO 3166-1, in two capitals.
  public static boolean isArea(String code) {
    return code.equals("EU")
        || Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(code);
  }

  /// Whether what is said of `area` is said of `country`.
  public static boolean covers(String area, String country) {
    return area.equals(country) || (area.equals("EU") && EU_MEMBERS.contains(country));
  }
}
