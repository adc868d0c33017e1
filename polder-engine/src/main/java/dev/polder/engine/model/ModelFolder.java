package dev.polder.engine.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A model folder in the layout of the model hubs' decoder exports, read and found complete.
///
/// @param graph the ONNX file to load: `model.onnx` at the root or in `onnx/`, else the only
///   `model*.onnx` there
public record ModelFolder(
    Path path,
    DecoderConfig config,
    GenerationDefaults generation,
    TokenizerFiles tokenizer,
    Path graph) {
  private static final List<String> NEEDED =
      List.of("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json");

  /// Reads the folder's configuration; the tokenizer and the graph are only located.
  ///
  /// @throws ModelFault when a file is missing, empty, not what its name says, or not a decoder's
  public static ModelFolder read(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ModelFault(
          ModelFault.Kind.MISSING,
          path,
          "is no folder.",
          "Name a folder that holds config.json, tokenizer.json and model.onnx.");
    }
    demandDecoder(path.resolve("config.json"));
    Path graph = complete(path);
    JsonFile config = JsonFile.read(path.resolve("config.json"));
    return new ModelFolder(
        path,
        DecoderConfig.read(config),
        GenerationDefaults.read(JsonFile.read(path.resolve("generation_config.json")), config),
        TokenizerFiles.read(path, JsonFile.read(path.resolve("tokenizer_config.json"))),
        graph);
  }

  /// The folder's own name, by which the model is known unless another is given.
  public String name() {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }

  /// The folder of another architecture lacks files too, but that is not what is wrong with it.
  private static void demandDecoder(Path config) {
    if (Files.exists(config) && !isEmpty(config)) {
      DecoderConfig.read(JsonFile.read(config));
    }
  }

  private static Path complete(Path path) {
    List<ModelFault> faults = new ArrayList<>();
    for (String name : NEEDED) {
      Path file = path.resolve(name);
      if (!Files.exists(file)) {
        faults.add(missing(file, "is missing."));
      } else if (isEmpty(file)) {
        faults.add(missing(file, "is empty."));
      }
    }
    List<Path> graphs = graphs(path);
    if (graphs.isEmpty()) {
      faults.add(missing(path.resolve("model.onnx"), "is missing, in onnx/ too."));
    } else if (isEmpty(graphs.getFirst())) {
      faults.add(missing(graphs.getFirst(), "is empty."));
    }
    if (!faults.isEmpty()) {
      throw ModelFault.together(faults);
    }
    return chosen(path, graphs);
  }

  private static Path chosen(Path path, List<Path> graphs) {
    for (Path graph : graphs) {
      if (graph.getFileName().toString().equals("model.onnx")) {
        return graph;
      }
    }
    if (graphs.size() == 1) {
      return graphs.getFirst();
    }
    throw new ModelFault(
        ModelFault.Kind.UNFIT,
        path,
        "holds several graphs and no model.onnx: "
            + String.join(", ", graphs.stream().map(g -> path.relativize(g).toString()).toList())
            + ".",
        "Copy or link the one to serve to model.onnx.");
  }

  private static List<Path> graphs(Path path) {
    List<Path> graphs = new ArrayList<>();
    for (Path folder : List.of(path, path.resolve("onnx"))) {
      if (Files.isDirectory(folder)) {
        graphs.addAll(graphsIn(folder));
      }
    }
    return graphs;
  }

  private static List<Path> graphsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("model.*\\.onnx"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelFault missing(Path file, String fault) {
    return new ModelFault(
        ModelFault.Kind.MISSING,
        file,
        fault,
        "Copy the whole export, for example made by 'optimum-cli export onnx --task"
            + " text-generation-with-past'.");
  }
}
