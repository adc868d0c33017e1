package dev.polder.store;

import dev.polder.evidence.finding.Variant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// The table of variants, to which findings and runs point.
final class Variants {
  private Variants() {}

  /// The columns of `variant` under the name `prefix`, for a join.
  static String columns(String prefix) {
    return Stream.of("model", "version", "quantisation", "prompt", "parameters")
        .map(column -> "%1$s.%2$s AS %1$s_%2$s".formatted(prefix, column))
        .collect(Collectors.joining(", "));
  }

  static Variant read(ResultSet row, String prefix) throws SQLException {
    return new Variant(
        row.getString(prefix + "_model"),
        row.getString(prefix + "_version"),
        row.getString(prefix + "_quantisation"),
        row.getString(prefix + "_prompt"),
        row.getString(prefix + "_parameters"));
  }

  static void keep(Handle handle, Variant variant) {
    handle
        .createUpdate(
            """
            INSERT INTO variant (digest, model, version, quantisation, prompt, parameters)
            VALUES (:digest, :model, :version, :quantisation, :prompt, :parameters)
            ON CONFLICT (digest) DO NOTHING
            """)
        .bind("digest", variant.digest())
        .bind("model", variant.model())
        .bind("version", variant.version())
        .bind("quantisation", variant.quantisation())
        .bind("prompt", variant.prompt())
        .bind("parameters", variant.parameters())
        .execute();
  }
}
