package dev.polder.gateway.restriction;

import java.io.IOException;
import java.util.List;

/// Where restrictions outlive the process. Whoever calls it sees to it that one thread at a time
/// does.
public interface RestrictionStore {
  /// Keeps nothing.
  RestrictionStore NONE =
      new RestrictionStore() {
        @Override
        public List<Restriction> read() {
          return List.of();
        }

        @Override
        public void write(List<Restriction> all) {}
      };

  /// What was kept last; nothing at first.
  ///
  /// @throws IOException when it cannot be read; its message names the place and the remedy
  List<Restriction> read() throws IOException;

  /// Keeps `all` in place of what was kept before. It is safe from a crash when this returns.
  ///
  /// @throws IOException when it cannot be kept, and what was kept before still is; its message
  ///   names the place
  void write(List<Restriction> all) throws IOException;
}
