package dev.polder.model.dialect.anthropic;

import java.util.Arrays;
import java.util.Optional;

/// A version of the dialect, as the header `anthropic-version` names it.
public enum AnthropicVersion {
  /// The one that nearly everybody speaks.
  V2023_06_01("2023-06-01"),
  /// Has no sampling parameters, and system prompts may stand between turns. Official SDKs send it
  /// since late 2026.
  V2026_10_21("2026-10-21");

  private final String header;

  AnthropicVersion(String header) {
    this.header = header;
  }

  /// The header's value.
  public String header() {
    return header;
  }

  /// The version of that name.
  public static Optional<AnthropicVersion> named(String header) {
    return Arrays.stream(values()).filter(each -> each.header.equals(header)).findFirst();
  }
}
