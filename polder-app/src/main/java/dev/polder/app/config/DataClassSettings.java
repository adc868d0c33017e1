package dev.polder.app.config;

import dev.polder.app.config.value.Country;
import dev.polder.model.Jurisdiction;
import java.util.List;
import java.util.Optional;

/// Where data of a kind may go.
///
/// @param locations where it may be processed; empty: anywhere. `EU` in it means any member state,
///   or the Union itself
/// @param controls under whose law the service may be; empty: under any
public record DataClassSettings(
    String name, Optional<List<Country>> locations, Optional<List<Country>> controls) {

  /// Whether data of this class may go there. A country that is unknown is allowed only where there
  /// is no bound.
  public boolean allows(Jurisdiction jurisdiction) {
    return allows(locations, jurisdiction.location()) && allows(controls, jurisdiction.control());
  }

  private static boolean allows(Optional<List<Country>> bound, String code) {
    if (bound.isEmpty()) {
      return true;
    }
    Country country = new Country(code);
    return bound.get().contains(country)
        || (bound.get().contains(Country.UNION) && country.isInUnion());
  }
}
