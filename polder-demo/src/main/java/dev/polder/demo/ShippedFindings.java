package dev.polder.demo;

import dev.polder.app.config.Configuration;
import dev.polder.app.evidence.Board;
import dev.polder.app.evidence.CarriedFindings;
import dev.polder.app.evidence.Known;
import dev.polder.evidence.finding.Ruling;
import dev.polder.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What was measured beforehand of the two models on the four suites, all of which ship with
/// Polder. It counts only as long as none of them changes; `examples/demo/evidence/renew` measures
/// it again.
record ShippedFindings(Path file) {
  /// Those of a checkout.
  static ShippedFindings of(Path home) {
    return new ShippedFindings(home.resolve("examples/demo/evidence/findings.json"));
  }

  /// Keeps them as `polder evidence import` does, and tells what they say of what is configured.
  ///
  /// @throws IOException when the file, the store or a model's weights cannot be read
  Board keep(Configuration configuration, Instant now) throws IOException {
    Known known = CarriedFindings.read(file);
    try (Store store = Store.open(configuration.store())) {
      int _ = store.findings().addAll(known.findings(), known.doubts());
    }
    return Board.at(configuration, now);
  }

  /// Why nothing is shown of some use cases, a sentence each; empty where something is of all.
  static List<String> lacking(Board board) {
    return board.lines().stream()
        .filter(line -> Part.of(line) == Part.UNSHOWN)
        .map(line ->
            "%s: %s."
                .formatted(
                    line.asked().useCase().name(),
                    line.ruling().map(Ruling::why).orElse(line.asked().detail())))
        .toList();
  }
}
