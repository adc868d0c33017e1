package dev.polder.engine.decode;

import java.util.List;

/// Lets text through up to the first stop string, also when one comes in several parts.
final class StopStrings {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean reached;

  StopStrings(List<String> stops) {
    this.stops = List.copyOf(stops);
  }

  /// Whether a stop string was found; nothing comes through any more.
  boolean reached() {
    return reached;
  }

  /// The part of the text so far that can be given out; the rest may yet become a stop string.
  String add(String text) {
    if (reached) {
      return "";
    }
    held.append(text);
    int stop = firstStop();
    reached = stop >= 0;
    int end = reached ? stop : held.length() - longestBeginning();
    String free = held.substring(0, end);
    held.delete(0, end);
    return free;
  }

  /// What was held back, when the answer ended otherwise.
  String end() {
    return reached ? "" : held.toString();
  }

  private int firstStop() {
    return stops.stream().mapToInt(held::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  private int longestBeginning() {
    int longest = 0;
    for (String stop : stops) {
      int length = Math.min(stop.length() - 1, held.length());
      while (length > longest && !endsWithBeginning(stop, length)) {
        length--;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private boolean endsWithBeginning(String stop, int length) {
    return held.indexOf(stop.substring(0, length), held.length() - length) >= 0;
  }
}
