package dev.polder.app.config.litellm;

import java.util.List;

/// What an import came to.
public sealed interface ImportResult {
  /// There is a `polder.yaml`.
  ///
  /// @param yaml its text
  /// @param remarks one for each key that was not taken over as it is, in the order of their lines
  /// @param variables those of the environment that the new file refers to
  record Imported(String yaml, List<Remark> remarks, List<String> variables)
      implements ImportResult {}

  /// There is nothing that could be served.
  ///
  /// @param line to blame, or 0
  record Nothing(int line, String message, List<Remark> remarks) implements ImportResult {}
}
