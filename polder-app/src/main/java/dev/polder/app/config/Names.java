package dev.polder.app.config;

import java.util.Collection;

/// Names in messages.
final class Names {
  private Names() {}

  /// In alphabetical order, with commas; `none` where there are none.
  static String sorted(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names.stream().sorted().toList());
  }
}
