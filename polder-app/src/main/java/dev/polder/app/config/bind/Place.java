package dev.polder.app.config.bind;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where in the file a value stands, and what messages call it: what records cannot say.
public final class Place {
  private final String title;
  private final int keyLine;
  private final int line;
  private final Faults faults;
  private final Map<String, Place> fields = new LinkedHashMap<>();
  private boolean sound = true;

  Place(String title, int keyLine, int line, Faults faults) {
    this.title = title;
    this.keyLine = keyLine;
    this.line = line;
    this.faults = faults;
  }

  /// A field of this section, or an entry of this map (by name) or list (by its number from 0).
  Place add(String name, String itsTitle, int itsKeyLine, int itsLine) {
    Place place = new Place(itsTitle, itsKeyLine, itsLine, faults);
    fields.put(name, place);
    return place;
  }

  void markFaulty() {
    sound = false;
  }

  /// Such as `Provider 'acme'`.
  public String title() {
    return title;
  }

  /// A field that the file has.
  ///
  /// @throws IllegalArgumentException where it has none
  public Place at(String name) {
    return Optional.ofNullable(fields.get(name))
        .orElseThrow(() -> new IllegalArgumentException(title + " has no " + name));
  }

  /// Whether it could be read as what it should be.
  public boolean isSound() {
    return sound;
  }

  /// Whether the file has the field at all.
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /// Whether the file has the field and its value could be read; only then does it tell anything.
  public boolean hasSound(String name) {
    Place place = fields.get(name);
    return place != null && place.sound;
  }

  /// The names under which the file has something here.
  public List<String> names() {
    return List.copyOf(fields.keySet());
  }

  int keyLine() {
    return keyLine;
  }

  /// The line of a field, or of this section where the field is missing.
  private int line(String name) {
    Place place = fields.get(name);
    return place == null ? line : place.keyLine;
  }

  /// Tells a fault of this section as a whole.
  @FormatMethod
  public void fault(@FormatString String message, Object... values) {
    faults.fault(line, message.formatted(values));
  }

  /// Tells a fault of one field, at its line.
  @FormatMethod
  public void faultAt(String name, @FormatString String message, Object... values) {
    faults.fault(line(name), message.formatted(values));
  }

  @FormatMethod
  void faultIn(int itsLine, @FormatString String message, Object... values) {
    faults.fault(itsLine, message.formatted(values));
  }
}
