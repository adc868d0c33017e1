package dev.polder.evidence.paired;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Seeded tables of all sorts: small and large, lopsided, with cells that are empty.
final class RandomTables {
  private RandomTables() {}

  static Stream<PairTable> of(RandomGenerator random, int count) {
    return Stream.generate(() -> next(random)).limit(count);
  }

  private static PairTable next(RandomGenerator random) {
    int scale = 1 << random.nextInt(1, 11);
    int[] cells = new int[4];
    for (int i = 0; i < 4; i++) {
      cells[i] = random.nextInt(4) == 0 ? 0 : random.nextInt(scale + 1);
    }
    return new PairTable(cells[0] + 1, cells[1], cells[2], cells[3]);
  }
}
