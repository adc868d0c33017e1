package dev.polder.model;

import dev.polder.http.client.Transport;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// Who serves models.
///
/// @param name as `polder.yaml` calls it
/// @param address where it can be reached now, without a slash at the end and with the version,
///   such as `https://api.example.com/v1`; empty while an engine of ours is starting. Asked at
///   every attempt, on an event loop, so it must not block.
/// @param credentials of which one is sent with each request, in the header of the preset
/// @param transport by which way requests travel
public record Provider(
    String name,
    Preset preset,
    Supplier<Optional<URI>> address,
    Credentials credentials,
    Transport transport) {
  /// A provider with one credential or none, reached directly.
  public Provider(
      String name, Preset preset, Supplier<Optional<URI>> address, Optional<Secret> credential) {
    this(
        name,
        preset,
        address,
        credential.map(Credentials::of).orElse(Credentials.NONE),
        Transport.DIRECT);
  }
}
