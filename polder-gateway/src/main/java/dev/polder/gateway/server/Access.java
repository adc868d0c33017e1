package dev.polder.gateway.server;

/// Who may ask for a path.
enum Access {
  /// Everyone: says nothing about anyone.
  OPEN,
  /// Who has a key, where keys are configured.
  KEY
}
