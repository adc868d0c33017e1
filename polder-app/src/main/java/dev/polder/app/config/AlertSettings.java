package dev.polder.app.config;

import dev.polder.app.config.value.AlertEvent;
import dev.polder.app.config.value.WebAddress;
import dev.polder.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Who is told when something happens.
public sealed interface AlertSettings {
  /// What they are told of.
  Set<AlertEvent> events();

  /// An address that gets a message signed with `secret`.
  record Webhook(WebAddress address, Secret secret, Set<AlertEvent> events)
      implements AlertSettings {}

  /// A program that gets the message on its standard input.
  ///
  /// @param folder where it is started
  record Command(List<String> command, Path folder, Set<AlertEvent> events)
      implements AlertSettings {}
}
