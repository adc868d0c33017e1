package dev.polder.model.bundle;

import dev.polder.http.Bytes;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Bundles, deployments and requests for tests.
final class Some {
  static final String SCHEMA =
      """
      {
        "type": "object",
        "properties": {"city": {"type": "string"}, "size": {"type": "integer"}},
        "required": ["city"],
        "additionalProperties": false
      }
      """;

  private Some() {}

  static Deployment deployment(Preset preset) {
    return new Deployment(
        "own",
        new Provider("house", preset, () -> Optional.of(URI.create("http://x")), Optional.empty()),
        "served",
        new Jurisdiction("NL", "NL", "FR"));
  }

  static ModelRequest request(String body) {
    try {
      return ModelRequest.read(Operation.CHAT, Bytes.utf8(body));
    } catch (BadRequestException bad) {
      throw new AssertionError(bad);
    }
  }

  static PromptTemplate template(String text) {
    try {
      return PromptTemplate.parse(text);
    } catch (BadBundleException bad) {
      throw new AssertionError(bad);
    }
  }

  static AnswerSchema schema(String json) {
    try {
      return AnswerSchema.parse(json);
    } catch (BadBundleException bad) {
      throw new AssertionError(bad);
    }
  }

  static Parameters parameters(Map<String, String> values) {
    try {
      return Parameters.of(values);
    } catch (BadBundleException bad) {
      throw new AssertionError(bad);
    }
  }

  static Bundle prompt(String template) {
    return new Bundle(
        Optional.of(template(template)), Parameters.NONE, OptionalInt.empty(), Optional.empty());
  }

  static Bundle with(Map<String, String> parameters) {
    return new Bundle(
        Optional.empty(), parameters(parameters), OptionalInt.empty(), Optional.empty());
  }

  static Bundle bounded(int tokens) {
    return new Bundle(Optional.empty(), Parameters.NONE, OptionalInt.of(tokens), Optional.empty());
  }

  static Bundle answering(String schema) {
    return new Bundle(
        Optional.empty(), Parameters.NONE, OptionalInt.empty(), Optional.of(schema(schema)));
  }

  /// The bytes that `deployment` is sent.
  static String sent(String body, Bundle bundle, Deployment deployment) {
    try {
      return Rendering.of(request(body), List.of(bundle))
          .toward(deployment, bundle)
          .forUpstream("served", false)
          .utf8();
    } catch (BadRequestException bad) {
      return "400 " + bad.getMessage();
    }
  }

  static String sent(String body, Bundle bundle) {
    return sent(body, bundle, deployment(Preset.VLLM));
  }
}
