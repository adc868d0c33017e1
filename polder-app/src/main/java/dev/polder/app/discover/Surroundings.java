package dev.polder.app.discover;

import java.util.List;
import java.util.stream.Stream;

/// What was found, in the order in which it is preferred.
///
/// @param lookedFor what was looked for, in words
public record Surroundings(
    List<FoundModel.Served> served,
    List<FoundModel.Embedded> embedded,
    List<RemoteService> remote,
    List<String> lookedFor) {

  /// All models on this machine.
  Stream<FoundModel> local() {
    return Stream.concat(served.stream(), embedded.stream());
  }
}
