package dev.polder.model.bundle;

import java.util.List;

/// Whether an answer fits a schema.
public sealed interface Fitness {
  /// It fits, or is of a kind that no schema speaks of: a call of a tool, a refusal.
  record Fits() implements Fitness {}

  /// It does not.
  ///
  /// @param summary what is wrong in a few words of the schema's own, never of the answer's: it is
  ///   kept in outcome lines
  /// @param answer its text
  /// @param complaints what is wrong, for the model that gave it; may repeat its words
  record Unfit(String summary, String answer, List<String> complaints) implements Fitness {
    public Unfit {
      complaints = List.copyOf(complaints);
    }
  }
}
