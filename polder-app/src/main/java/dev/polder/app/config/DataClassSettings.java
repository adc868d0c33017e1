package dev.polder.app.config;

import dev.polder.app.config.value.Country;
import dev.polder.gateway.route.DataClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where data of a kind may go.
///
/// @param locations where it may be processed; empty: anywhere. `EU` in it means any member state,
///   or the Union itself
/// @param controls under whose law the service may be; empty: under any
public record DataClassSettings(
    String name, Optional<List<Country>> locations, Optional<List<Country>> controls) {

  /// The same for routes. A country that is unknown is allowed only where there is no bound.
  public DataClass asDataClass() {
    return new DataClass(name, codes(locations), codes(controls));
  }

  private static Set<String> codes(Optional<List<Country>> bound) {
    return bound.orElse(List.of()).stream().map(Country::code).collect(Collectors.toSet());
  }
}
