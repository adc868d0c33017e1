package dev.polder.app.alert;

/// Somewhere that messages go to.
public sealed interface Target permits WebhookTarget, CommandTarget {
  /// What people call it; never shows a secret.
  String name();

  /// Tries once to hand `notice` over, in bounded time; blocks.
  Delivery deliver(Notice notice) throws InterruptedException;

  /// How one try went.
  sealed interface Delivery {
    /// What the target answered, in a few words.
    String words();

    /// It arrived.
    record Arrived(String words) implements Delivery {}

    /// It did not, and another try would not help.
    record Refused(String words) implements Delivery {}

    /// It did not; it may later.
    record Unreached(String words) implements Delivery {}
  }
}
