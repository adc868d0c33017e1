package dev.polder.evidence.paired;

/// Tables as papers print them: both, first only, second only, neither; difference first less
/// second.
final class PaperTables {
  private PaperTables() {}

  static PairTable firstLessSecond(int both, int firstOnly, int secondOnly, int neither) {
    return new PairTable(both, secondOnly, firstOnly, neither);
  }
}
