package dev.polder.engine.decode;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.polder.engine.model.DecoderConfig;
import dev.polder.engine.model.ModelFault;
import dev.polder.engine.model.ModelFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A loaded decoder graph; each [Sequence] that it begins has a key-value cache of its own.
///
/// Safe for use by several threads; close it after its sequences.
final class Decoder implements AutoCloseable {
  private static final String PAST = "past_key_values.";
  private static final Set<String> KNOWN =
      Set.of("input_ids", "attention_mask", "position_ids", "use_cache_branch");

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Set<String> inputs;
  private final Map<String, long[]> caches;
  private final int vocabulary;

  private Decoder(
      OrtEnvironment environment,
      OrtSession session,
      Set<String> inputs,
      Map<String, long[]> caches,
      int vocabulary) {
    this.environment = environment;
    this.session = session;
    this.inputs = inputs;
    this.caches = caches;
    this.vocabulary = vocabulary;
  }

  /// Loads the folder's graph.
  ///
  /// @param threads the threads of one step
  /// @throws ModelFault when the file is no graph, or not a decoder's that can be served
  static Decoder open(ModelFolder folder, int threads) {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession.SessionOptions options = OnnxRuntime.options(threads)) {
      OrtSession session = environment.createSession(folder.graph().toString(), options);
      try {
        return checked(environment, session, folder.graph(), folder.config());
      } catch (ModelFault e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new ModelFault(
          ModelFault.Kind.CORRUPT,
          folder.graph(),
          "cannot be loaded by ONNX Runtime: " + e.getMessage() + ".",
          "Copy it again from where the model came from, with the files that it refers to.",
          e);
    }
  }

  private static Decoder checked(
      OrtEnvironment environment, OrtSession session, Path file, DecoderConfig config)
      throws OrtException {
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    Map<String, long[]> caches = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (NodeInfo input : session.getInputInfo().values()) {
      if (input.getName().startsWith(PAST)) {
        caches.put(input.getName(), cacheShape(file, input));
      } else if (!KNOWN.contains(input.getName())) {
        unknown.add(input.getName());
      }
    }
    if (caches.isEmpty() || !outputs.containsKey("logits")) {
      throw unfit(
          file,
          "is no decoder with past key values: its inputs are %s, its outputs %s."
              .formatted(session.getInputNames(), session.getOutputNames()),
          "Export the model with the task 'text-generation-with-past'.");
    }
    for (String cache : caches.keySet()) {
      if (!outputs.containsKey(present(cache))) {
        throw unfit(file, "has no output '" + present(cache) + "'.", "Export the model again.");
      }
    }
    if (!unknown.isEmpty()) {
      throw unfit(
          file,
          "wants the inputs " + unknown + ", which the engine does not know.",
          "Export the model with the task 'text-generation-with-past' and no further options.");
    }
    return new Decoder(
        environment,
        session,
        session.getInputNames(),
        caches,
        vocabulary(file, outputs.get("logits"), config));
  }

  private static long[] cacheShape(Path file, NodeInfo input) {
    TensorInfo tensor = (TensorInfo) input.getInfo();
    demandFloat(file, input);
    long[] shape = tensor.getShape();
    if (shape.length != 4 || shape[1] <= 0 || shape[3] <= 0) {
      throw unfit(
          file,
          "has the input '%s' of shape %s where [batch, heads, length, size] with fixed heads and size is expected."
              .formatted(input.getName(), Arrays.toString(shape)),
          "Export the model again with optimum.");
    }
    return new long[] {1, shape[1], 0, shape[3]};
  }

  private static int vocabulary(Path file, NodeInfo logits, DecoderConfig config) {
    demandFloat(file, logits);
    long[] shape = ((TensorInfo) logits.getInfo()).getShape();
    long declared = shape[shape.length - 1];
    if (declared > 0 && declared != config.vocabulary()) {
      throw unfit(
          file,
          "gives %d logits, and config.json has 'vocab_size': %d."
              .formatted(declared, config.vocabulary()),
          "Copy both from the same model.");
    }
    return config.vocabulary();
  }

  private static void demandFloat(Path file, NodeInfo node) {
    OnnxJavaType type =
        node.getInfo() instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN;
    if (type != OnnxJavaType.FLOAT) {
      throw unfit(
          file,
          "has '%s' as a %s tensor where float32 is expected.".formatted(node.getName(), type),
          "Export the model with float32 inputs and outputs; its weights may be quantised.");
    }
  }

  private static ModelFault unfit(Path file, String fault, String remedy) {
    return new ModelFault(ModelFault.Kind.UNFIT, file, fault, remedy);
  }

  static String present(String past) {
    return "present." + past.substring(PAST.length());
  }

  /// The number of logits per position.
  int vocabulary() {
    return vocabulary;
  }

  /// Begins an empty sequence; close it to free its cache.
  Sequence begin() {
    return new Sequence(environment, session, inputs, caches, vocabulary);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close a session.", e);
    }
  }
}
