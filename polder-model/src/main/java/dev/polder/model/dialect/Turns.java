package dev.polder.model.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Looks into turns and changes them.
public final class Turns {
  private Turns() {}

  /// The turns before anybody but the system speaks.
  public static List<Turn> leadingSystem(List<Turn> turns) {
    return turns.stream().takeWhile(turn -> turn.role() == Turn.Role.SYSTEM).toList();
  }

  /// The turns, neighbours of one role joined.
  public static List<Turn> joined(List<Turn> turns) {
    List<Turn> joined = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      if (!joined.isEmpty() && joined.getLast().role() == turn.role()) {
        List<Part> parts = new ArrayList<>(joined.removeLast().parts());
        parts.addAll(turn.parts());
        joined.add(new Turn(turn.role(), parts));
      } else {
        joined.add(turn);
      }
    }
    return joined;
  }

  /// How many pictures there are.
  public static long images(List<Part> parts) {
    return parts.stream().filter(Turns::isImage).count();
  }

  /// Whether it is a picture.
  public static boolean isImage(Part part) {
    return part instanceof Part.ImageAddress || part instanceof Part.ImageBytes;
  }

  /// All texts among the parts as one, with `between` between them.
  public static String text(List<Part> parts, String between) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text piece) {
        text.append(text.isEmpty() ? "" : between).append(piece.text());
      }
    }
    return text.toString();
  }

  static boolean systemIsLate(List<Turn> turns) {
    return turns.stream()
        .skip(leadingSystem(turns).size())
        .anyMatch(turn -> turn.role() == Turn.Role.SYSTEM);
  }

  static List<Turn> withoutLateSystem(Conversation conversation) {
    List<Turn> kept = new ArrayList<>(leadingSystem(conversation.turns()));
    conversation.turns().stream()
        .skip(kept.size())
        .filter(turn -> turn.role() != Turn.Role.SYSTEM)
        .forEach(kept::add);
    return kept;
  }

  static boolean any(List<Turn> turns, Predicate<Part> wanted) {
    return turns.stream().anyMatch(turn -> turn.parts().stream().anyMatch(wanted));
  }

  static List<Turn> mapped(List<Turn> turns, UnaryOperator<Part> change) {
    return turns.stream()
        .map(turn -> new Turn(turn.role(), turn.parts().stream().map(change).toList()))
        .toList();
  }

  /// The turns without some parts, and without those that have none left.
  static List<Turn> without(List<Turn> turns, Predicate<Part> unwanted) {
    return turns.stream()
        .map(
            turn -> new Turn(turn.role(), turn.parts().stream().filter(unwanted.negate()).toList()))
        .filter(turn -> !turn.parts().isEmpty())
        .toList();
  }
}
