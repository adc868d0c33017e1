package dev.polder.app.alert;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Something that people must know of for as long as it stands.
///
/// @param subject what it is about: a deployment, a use case, an engine or a restriction, by name
/// @param summary one sentence
/// @param detail what else is known, in a few sentences; may be empty
/// @param since when it began
public record Alert(
    Kind kind, String subject, Severity severity, String summary, String detail, Instant since) {
  /// Receivers are told not to expect more than 20 KB (Standard Webhooks, "Payload size").
  private static final int LONGEST = 2_000;

  public Alert {
    subject = bounded(subject);
    summary = bounded(summary);
    detail = bounded(detail);
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  Key key() {
    return new Key(kind, subject);
  }

  /// What an alert is known by: raised again under the same key it is the same alert.
  record Key(Kind kind, String subject) {}

  /// The kinds of alerts, as `events` in `polder.yaml` names them.
  public enum Kind {
    /// A deployment does not let Polder in any more.
    ACCESS_LOST,
    /// A use case is on its last candidate, or has none left.
    USE_CASE_AT_RISK,
    /// What is guaranteed about a deployment ends soon, or has ended.
    CONTRACT_NOTICE,
    /// An engine ended and is started again, or cannot be.
    ENGINE_RESTARTING,
    /// Somebody has declared a restriction.
    RESTRICTION,
    /// A canary has seen that a deployment's model is no longer the one that it was.
    MODEL_SHIFT,
    /// A candidate fell below the margin in live calls.
    VERDICT_LOST;

    /// The name in `polder.yaml`, such as `access-lost`.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The kind that `polder.yaml` calls `label`.
    public static Optional<Kind> labelled(String label) {
      return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
  }

  /// How bad it is, the mildest first.
  public enum Severity {
    INFO,
    WARNING,
    CRITICAL;

    /// The name in messages, such as `warning`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
