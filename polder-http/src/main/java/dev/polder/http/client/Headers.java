package dev.polder.http.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Header fields in their order; names are compared without regard to case and kept in lower case.
public record Headers(List<Map.Entry<String, String>> fields) {
  public static final Headers NONE = new Headers(List.of());

  public Headers {
    fields = areLower(fields) ? List.copyOf(fields) : lower(fields);
  }

  /// Nearly always, since nearly all servers and all of our own requests write them so.
  private static boolean areLower(List<Map.Entry<String, String>> fields) {
    for (Map.Entry<String, String> field : fields) {
      String name = field.getKey();
      for (int i = 0; i < name.length(); i++) {
        if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
          return false;
        }
      }
    }
    return true;
  }

  private static List<Map.Entry<String, String>> lower(List<Map.Entry<String, String>> fields) {
    List<Map.Entry<String, String>> lower = new ArrayList<>(fields.size());
    for (Map.Entry<String, String> field : fields) {
      lower.add(Map.entry(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    }
    return List.copyOf(lower);
  }

  /// The first value of `name`.
  public Optional<String> first(String name) {
    for (Map.Entry<String, String> field : fields) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return Optional.of(field.getValue());
      }
    }
    return Optional.empty();
  }

  /// These fields and one more.
  public Headers with(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(fields);
    more.add(Map.entry(name, value));
    return new Headers(more);
  }
}
