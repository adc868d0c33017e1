package dev.polder.evidence.verdict;

/// Samples that belong together, such as the questions about one text, and so do not count singly.
///
/// Both numbers are those of the suite, known before the first result.
///
/// @param clusters how many there are
/// @param largest how many samples the largest has
public record Clustering(int clusters, int largest) {
  public Clustering {
    if (clusters < 1 || largest < 1) {
      throw new IllegalArgumentException(
          "%d clusters of at most %d samples are none. Declare clusters only where samples have them."
              .formatted(clusters, largest));
    }
  }
}
