package dev.polder.app.reload;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.Fault;
import java.util.List;

/// Hears what became of a changed file. Called by one thread at a time.
public interface ReloadListener {
  /// The file is in order, and it or a file that it names says something new.
  ///
  /// @return whether it runs now; if not, what ran before still does
  boolean changed(Configuration configuration);

  /// The file has faults; what runs stays. Told once for each change.
  void faulty(List<Fault> faults);

  /// A person asked for it, or a fault was taken back, and the file says what runs already.
  void unchanged();
}
