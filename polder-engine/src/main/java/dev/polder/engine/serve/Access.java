package dev.polder.engine.serve;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Whether clients may use the model; drills withdraw it to rehearse a provider that does.
///
/// Safe for use by several threads. Requests under way when access is withdrawn are still answered.
public final class Access {
  private final AtomicReference<Optional<String>> withdrawn =
      new AtomicReference<>(Optional.empty());

  /// From now on every request is refused with this reason.
  public void withdraw(String reason) {
    withdrawn.set(Optional.of(reason));
  }

  /// Ends a withdrawal.
  public void restore() {
    withdrawn.set(Optional.empty());
  }

  /// The reason of the withdrawal, while there is one.
  Optional<String> withdrawn() {
    return withdrawn.get();
  }
}
