package dev.polder.gateway.server;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes the identifiers of calls, 128 random bits each. They are drawn in blocks, since a secure
/// generator takes a lock at every draw. On one event loop only.
final class CallIds {
  private static final int LENGTH = 16;

  private final RandomGenerator random;
  private final byte[] block = new byte[64 * LENGTH];
  private int used = block.length;

  CallIds(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    if (used == block.length) {
      random.nextBytes(block);
      used = 0;
    }
    int from = used;
    used += LENGTH;
    return "call-" + HexFormat.of().formatHex(block, from, used);
  }
}
