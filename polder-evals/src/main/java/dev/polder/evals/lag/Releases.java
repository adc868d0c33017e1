package dev.polder.evals.lag;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which models are open and since when, as a person wrote it down: `models.csv` with the columns
/// `model`, `weights` (open or closed) and `released`.
public final class Releases {
  /// Of no model.
  public static final Releases NONE = new Releases(Map.of());

  private final Map<String, Release> releases;

  private Releases(Map<String, Release> releases) {
    this.releases = Map.copyOf(releases);
  }

  /// Reads what a person wrote down.
  ///
  /// @throws BadResultsException when a line cannot be read, or a model is there twice
  public static Releases read(Path file) throws BadResultsException, IOException {
    Map<String, Release> releases = new HashMap<>();
    Rows.read(
        file,
        List.of("model", "weights", "released"),
        row -> {
          String model = row.needed("model");
          Release release = new Release(row.open("weights"), row.day("released"));
          if (releases.putIfAbsent(model, release) != null) {
            throw new BadResultsException(
                row.place(), "model '%s' is there twice. Keep one line.".formatted(model));
          }
        });
    return new Releases(releases);
  }

  /// What is known of a model.
  public Optional<Release> of(String model) {
    return Optional.ofNullable(releases.get(model));
  }
}
