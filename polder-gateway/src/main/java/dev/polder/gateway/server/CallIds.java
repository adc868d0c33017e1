package dev.polder.gateway.server;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Makes the identifiers of calls, 128 random bits each: unique, and no secrets. On one event loop
/// only.
final class CallIds {
  private final RandomGenerator random;

  /// A generator of its own, since a shared secure one takes a lock and half a microsecond a call;
  /// its period and state are long enough that no two loops anywhere draw the same.
  static CallIds seededBy(RandomGenerator random) {
    byte[] seed = new byte[32];
    random.nextBytes(seed);
    return new CallIds(RandomGeneratorFactory.of("L128X128MixRandom").create(seed));
  }

  CallIds(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    HexFormat hex = HexFormat.of();
    return "call-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
