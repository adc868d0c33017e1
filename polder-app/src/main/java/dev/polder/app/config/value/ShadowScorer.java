package dev.polder.app.config.value;

/// How the answers to a mirrored call are scored where no judge does.
public enum ShadowScorer {
  /// The same text, but for how it is written.
  TEXT,
  /// The same items.
  SET,
  /// The same number.
  NUMERIC,
  /// The same fields in JSON.
  FIELDS,
  /// The same meaning, by a sentence model.
  SIMILARITY,
  /// Each by the use case's schema.
  SCHEMA
}
