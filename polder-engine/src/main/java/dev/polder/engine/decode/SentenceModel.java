package dev.polder.engine.decode;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Embeds sentences by the MiniLM that ships with the engine; loaded at the first use.
///
/// Safe for use by several threads.
public final class SentenceModel {
  /// The name by which clients ask for it.
  public static final String NAME = "all-minilm-l6-v2";

  /// The length of every vector.
  public static final int DIMENSION = 384;

  private final int threads;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable MiniLm loaded;

  /// Vectors of length 1, one for each text in its order.
  ///
  /// @param tokens of all texts together
  public record Vectors(List<float[]> vectors, int tokens) {
    public Vectors {
      vectors = List.copyOf(vectors);
    }
  }

  /// @param threads the threads of one embedding; they sleep between embeddings
  public SentenceModel(int threads) {
    this.threads = threads;
  }

  /// Embeds texts; one too long for the model is embedded in parts, which are averaged.
  ///
  /// @param texts at least one, none blank
  public Vectors embed(List<String> texts) {
    Response<List<Embedding>> response =
        miniLm().embedAll(texts.stream().map(TextSegment::from).toList());
    return new Vectors(
        response.content().stream().map(Embedding::vector).toList(),
        requireNonNull(requireNonNull(response.tokenUsage()).inputTokenCount()));
  }

  private MiniLm miniLm() {
    MiniLm present = loaded;
    if (present != null) {
      return present;
    }
    loading.lock();
    try {
      MiniLm first = loaded;
      if (first == null) {
        first = MiniLm.load(threads);
        loaded = first;
      }
      return first;
    } finally {
      loading.unlock();
    }
  }
}
