package dev.polder.evals.score;

import java.util.Optional;

/// What scorers need from outside.
///
/// @param judge for `judge` scorers
/// @param similarity for `similarity` scorers
public record Ports(Optional<Judge> judge, Optional<Similarity> similarity) {
  /// Neither.
  public static final Ports NONE = new Ports(Optional.empty(), Optional.empty());

  /// The same with `judge`.
  public Ports with(Judge judge) {
    return new Ports(Optional.of(judge), similarity);
  }

  /// The same with `similarity`.
  public Ports with(Similarity similarity) {
    return new Ports(judge, Optional.of(similarity));
  }

  Judge needJudge() {
    return judge.orElseThrow(() -> new IllegalStateException("there is no judge"));
  }

  Similarity needSimilarity() {
    return similarity.orElseThrow(() -> new IllegalStateException("no measure of similarity"));
  }
}
