package dev.polder.gateway.guard;

import java.util.List;
import java.util.Optional;

/// All keys that clients may come with. Immutable; any thread may ask.
public final class Keyring {
  private final List<ClientKey> keys;

  public Keyring(List<ClientKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /// Whether nobody needs a key: only safe where none but this machine can connect.
  public boolean isOpen() {
    return keys.isEmpty();
  }

  /// The key that `secret` belongs to. Compares with all of them, each in constant time.
  public Optional<ClientKey> find(String secret) {
    byte[] digest = ClientKey.digest(secret);
    Optional<ClientKey> found = Optional.empty();
    for (ClientKey key : keys) {
      if (key.opensWith(digest)) {
        found = Optional.of(key);
      }
    }
    return found;
  }
}
