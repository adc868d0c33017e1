package dev.polder.engine.decode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The MiniLM of langchain4j's jar in a session of ours: its own would take all cores and spin.
final class MiniLm extends AbstractInProcessEmbeddingModel {
  private static final String FILES = "/all-minilm-l6-v2-q";

  private final OnnxBertBiEncoder encoder;

  private MiniLm(OnnxBertBiEncoder encoder) {
    super(Runnable::run);
    this.encoder = encoder;
  }

  static MiniLm load(int threads) {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = OnnxRuntime.options(threads);
        InputStream graph = resource(".onnx");
        InputStream tokenizer = resource("-tokenizer.json")) {
      OrtSession session = environment.createSession(graph.readAllBytes(), options);
      return new MiniLm(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN));
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not load MiniLM.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String ending) {
    InputStream resource =
        AllMiniLmL6V2QuantizedEmbeddingModel.class.getResourceAsStream(FILES + ending);
    if (resource == null) {
      throw new IllegalStateException("No resource '" + FILES + ending + "' on the class path.");
    }
    return resource;
  }

  @Override
  protected OnnxBertBiEncoder model() {
    return encoder;
  }

  @Override
  protected Integer knownDimension() {
    return SentenceModel.DIMENSION;
  }
}
