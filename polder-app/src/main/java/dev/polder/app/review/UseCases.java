package dev.polder.app.review;

import java.util.List;
import java.util.stream.Collectors;

/// Use cases in messages.
final class UseCases {
  private UseCases() {}

  /// `Use case 'a'`, or `Use cases 'a', 'b'`.
  static String named(List<String> names) {
    return names.stream()
        .map(name -> "'" + name + "'")
        .collect(Collectors.joining(", ", names.size() == 1 ? "Use case " : "Use cases ", ""));
  }
}
