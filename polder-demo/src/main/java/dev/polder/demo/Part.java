package dev.polder.demo;

import dev.polder.app.evidence.Board;
import java.util.LinkedHashMap;
import java.util.Map;

/// What evidence makes of a use case when its primary is gone.
enum Part {
  /// Its fallback is proven good enough.
  CARRIES_ON("proven good enough", "carries on"),
  /// Its fallback is proven worse, and yet named as last resort: it answers, marked.
  MARKED("proven worse, last resort", "carries on, and every answer says that it is not proven"),
  /// Its fallback is proven worse, so calls are refused.
  REFUSES("proven worse", "is refused, with the reason"),
  /// Nothing counts as shown, such as where a model or a suite has changed since it was measured.
  UNSHOWN("not shown", "is refused, with the reason");

  private final String title;
  private final String consequence;

  Part(String title, String consequence) {
    this.title = title;
    this.consequence = consequence;
  }

  /// What was measured.
  String title() {
    return title;
  }

  /// What follows for the use case when its primary is gone.
  String consequence() {
    return consequence;
  }

  /// That of each use case of a board, in its order.
  static Map<String, Part> of(Board board) {
    Map<String, Part> parts = new LinkedHashMap<>();
    board.lines().forEach(line -> parts.put(line.asked().useCase().name(), of(line)));
    return parts;
  }

  /// That of one fallback.
  static Part of(Board.Line line) {
    if (line.ruling().isEmpty()) {
      return UNSHOWN;
    }
    return switch (line.ruling().get().basis()) {
      case NON_INFERIOR, FLOOR -> CARRIES_ON;
      case INFERIOR -> line.asked().useCase().lastResort().isPresent() ? MARKED : REFUSES;
      case LOST, UNPROVEN, NOT_ASKED -> UNSHOWN;
    };
  }
}
