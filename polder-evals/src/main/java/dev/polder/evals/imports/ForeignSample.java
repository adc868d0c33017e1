package dev.polder.evals.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.run.Spent;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.score.Response;
import dev.polder.evals.solve.Digests;
import java.util.Map;
import java.util.Optional;

/// One sample of another tool's log, in one epoch.
///
/// @param place where in the file it stands, for messages
/// @param epoch from 0
/// @param content digest of what was asked and what was expected
/// @param answer empty where there is none
/// @param scores by scorer, in the tool's order; not within [0, 1] where the tool says so
record ForeignSample(
    String place,
    String id,
    int epoch,
    String content,
    Optional<String> cluster,
    Optional<Response> answer,
    Map<String, Mark> scores,
    String error,
    Spent spent) {

  /// A score and its reason, which may be empty.
  record Mark(double value, String why) {}

  /// The digest of a sample's content.
  static String content(JsonNode input, JsonNode target) {
    return Digests.of(CanonicalJson.text(input), CanonicalJson.text(target));
  }
}
