package dev.polder.app.config.litellm;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is said of a file while it is read; each thing once, though a merged mapping is read often.
final class Remarks {
  private final Set<Remark> all = new LinkedHashSet<>();

  void add(int line, String key, String text) {
    all.add(new Remark(line, key, text));
  }

  /// In the order of their lines.
  List<Remark> inOrder() {
    return all.stream().sorted(Comparator.comparingInt(Remark::line)).toList();
  }
}
