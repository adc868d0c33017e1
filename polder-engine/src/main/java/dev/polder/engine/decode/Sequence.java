package dev.polder.engine.decode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/// The tokens that a decoder has seen of one conversation, as the keys and values it keeps of them.
///
/// The cache is never copied to the Java heap: the outputs of a step are the inputs of the next,
/// and the logits land in one native buffer. Logits are asked for the last token alone, so that a
/// long prompt needs no table of positions times vocabulary on our side.
///
/// Not for use by several threads.
final class Sequence implements AutoCloseable {
  /// Tokens of a prompt per step: bounds the native memory of a step and the wait for a cancel.
  private static final int CHUNK = 256;

  private static final String BRANCH = "use_cache_branch";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Set<String> inputs;
  private final Set<String> presents = new TreeSet<>();
  private final Map<String, OnnxTensor> past = new HashMap<>();
  private final FloatBuffer logits;
  private final OnnxTensor logitsTensor;
  private Runnable freePast;
  private int length;

  Sequence(
      OrtEnvironment environment,
      OrtSession session,
      Set<String> inputs,
      Map<String, long[]> caches,
      int vocabulary) {
    this.environment = environment;
    this.session = session;
    this.inputs = inputs;
    this.logits =
        ByteBuffer.allocateDirect(vocabulary * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    try {
      logitsTensor = OnnxTensor.createTensor(environment, logits, new long[] {1, 1, vocabulary});
      for (Map.Entry<String, long[]> cache : caches.entrySet()) {
        presents.add(Decoder.present(cache.getKey()));
        FloatBuffer nothing =
            ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder()).asFloatBuffer();
        past.put(cache.getKey(), OnnxTensor.createTensor(environment, nothing, cache.getValue()));
      }
    } catch (OrtException e) {
      throw broken(e);
    }
    Map<String, OnnxTensor> empty = Map.copyOf(past);
    freePast = () -> empty.values().forEach(OnnxTensor::close);
  }

  /// Feeds a prompt and returns the logits that follow its last token.
  ///
  /// @param tokens at least one
  /// @param cancelled asked between steps; when it says so, the logits are of an earlier token
  /// @return a buffer that the next call overwrites
  FloatBuffer feed(int[] tokens, BooleanSupplier cancelled) {
    // The branch without cache of a merged export takes a prompt only as a whole.
    int chunk = inputs.contains(BRANCH) ? tokens.length : CHUNK;
    int last = tokens.length - 1;
    for (int from = 0; from < last && !cancelled.getAsBoolean(); from += chunk) {
      step(Arrays.copyOfRange(tokens, from, Math.min(from + chunk, last)), false);
    }
    return cancelled.getAsBoolean() ? logits : feed(tokens[last]);
  }

  /// Feeds one token and returns the logits that follow it, in a buffer that is used again.
  FloatBuffer feed(int token) {
    step(new int[] {token}, true);
    return logits;
  }

  private void step(int[] tokens, boolean wantsLogits) {
    Map<String, OnnxTensor> feeds = new HashMap<>(past);
    Map<String, OnnxTensor> own = new HashMap<>();
    try {
      own.put("input_ids", row(Arrays.stream(tokens).asLongStream().toArray()));
      own.put("attention_mask", row(ones(length + tokens.length)));
      if (inputs.contains("position_ids")) {
        own.put("position_ids", row(positions(tokens.length)));
      }
      if (inputs.contains(BRANCH)) {
        own.put(BRANCH, OnnxTensor.createTensor(environment, new boolean[] {length > 0}));
      }
      feeds.putAll(own);
      keep(session.run(feeds, presents, wantsLogits ? Map.of("logits", logitsTensor) : Map.of()));
      length += tokens.length;
    } catch (OrtException e) {
      throw broken(e);
    } finally {
      own.values().forEach(OnnxTensor::close);
    }
  }

  private void keep(OrtSession.Result result) {
    past.replaceAll((name, old) -> (OnnxTensor) result.get(Decoder.present(name)).orElseThrow());
    freePast.run();
    freePast = result::close;
  }

  private OnnxTensor row(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private long[] positions(int count) {
    long[] positions = new long[count];
    Arrays.setAll(positions, i -> length + i);
    return positions;
  }

  private static IllegalStateException broken(OrtException e) {
    return new IllegalStateException("ONNX Runtime failed in a step: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    freePast.run();
    logitsTensor.close();
  }
}
