package dev.polder.evals.run;

import dev.polder.evals.sample.Sample;
import java.util.Optional;
import java.util.Set;

/// A sample in one epoch: what one result is about.
///
/// @param number the sample's place in the suite, from 0
/// @param epoch from 0
/// @param sample its id
public record Trial(
    int number,
    int epoch,
    String sample,
    Optional<String> cluster,
    Set<String> tags,
    double weight) {
  public Trial {
    tags = Set.copyOf(tags);
  }

  static Trial of(int number, int epoch, Sample sample) {
    return new Trial(number, epoch, sample.id(), sample.cluster(), sample.tags(), sample.weight());
  }

  /// Which trials are not independent of each other: those of one cluster, or else of one sample.
  String group() {
    // What a suite calls a cluster and what it calls a sample may have the same name.
    return cluster.map(name -> "c" + name).orElse("s" + sample);
  }
}
