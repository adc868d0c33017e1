package dev.polder.app.config;

import dev.polder.model.Secret;
import dev.polder.model.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// What a command needs of a configuration to find the gateway that runs with it: nothing else is
/// read, so that whoever administers a gateway needs none of its secrets, and a file with faults
/// does not keep anybody from restricting.
///
/// @param folder that of the file
/// @param state the folder in which the gateway keeps its admin API's address and token
/// @param token the reference under `admin.token`, such as `${NAME}` or `file:PATH`, if there is
///   one
/// @param certificate the file under `admin.tls.certificate`, if there is one
public record Whereabouts(
    Path folder, Path state, Optional<String> token, Optional<Path> certificate) {
  private static final String USUAL_STATE = "polder-state";

  /// Those of `file`; the usual ones where it is missing or says nothing that can be read.
  public static Whereabouts of(Path file) {
    Map<String, Node> top = fields(file);
    String state = text(top.get("state")).orElse(USUAL_STATE);
    Map<String, Node> admin = fieldsOf(top, "admin");
    Optional<String> token = text(admin.get("token"));
    Path beside = file.toAbsolutePath().resolveSibling("");
    Optional<Path> certificate =
        text(fieldsOf(admin, "tls").get("certificate")).flatMap(path -> resolved(beside, path));
    return new Whereabouts(beside, beside.resolve(state), token, certificate);
  }

  private static Map<String, Node> fieldsOf(Map<String, Node> section, String field) {
    return Optional.ofNullable(section.get(field)).map(Whereabouts::fields).orElse(Map.of());
  }

  private static Optional<Path> resolved(Path folder, String path) {
    try {
      return Optional.of(folder.resolve(path));
    } catch (InvalidPathException none) {
      return Optional.empty();
    }
  }

  private static Map<String, Node> fields(Path file) {
    try {
      return new Compose(LoadSettings.builder().build())
          .composeString(Files.readString(file))
          .map(Whereabouts::fields)
          .orElse(Map.of());
    } catch (IOException | YamlEngineException unreadable) {
      return Map.of();
    }
  }

  private static Map<String, Node> fields(Node node) {
    Map<String, Node> fields = new HashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple field : mapping.getValue()) {
        if (field.getKeyNode() instanceof ScalarNode key) {
          fields.putIfAbsent(key.getValue(), field.getValueNode());
        }
      }
    }
    return fields;
  }

  private static Optional<String> text(@Nullable Node node) {
    return node instanceof ScalarNode scalar && !scalar.getValue().isBlank()
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  /// The token that is configured, where this machine can resolve the reference to it.
  ///
  /// @param environment where `${NAME}` is looked up
  public Optional<Secret> token(Map<String, String> environment) {
    return token.flatMap(reference -> resolved(reference, environment));
  }

  private Optional<Secret> resolved(String reference, Map<String, String> environment) {
    if (reference.startsWith("${") && reference.endsWith("}")) {
      return Optional.ofNullable(environment.get(reference.substring(2, reference.length() - 1)))
          .filter(value -> !value.isBlank())
          .map(Secret::new);
    }
    if (reference.startsWith("file:")) {
      try {
        Path file = folder.resolve(reference.substring("file:".length()));
        return Optional.of(SecretFile.read(file));
      } catch (IOException notHere) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
