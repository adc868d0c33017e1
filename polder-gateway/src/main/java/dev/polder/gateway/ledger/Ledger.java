package dev.polder.gateway.ledger;

/// Keeps receipts. Implementations take them from event loops and must not block there.
public interface Ledger {
  /// Takes `receipt` to be kept.
  void record(Receipt receipt);
}
