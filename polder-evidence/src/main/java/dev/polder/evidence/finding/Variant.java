package dev.polder.evidence.finding;

import java.util.ArrayList;
import java.util.List;

/// What evidence is about: a model's exact weights or version, its quantisation, and the prompt and
/// parameters that it is asked with.
///
/// How many deployments serve it, and where, is no part of it: more replicas never need new
/// evidence.
///
/// @param model the name by which its provider knows it
/// @param version digest of its weights, or its vendor's version; empty where neither is known
/// @param quantisation such as `Q4_K_M`; empty where it is as published, or unknown
/// @param prompt digest of its prompt template; empty where messages go as they come
/// @param parameters digest of the parameters that the use case sets, its output bound and its
///   schema; empty where it sets none
public record Variant(
    String model, String version, String quantisation, String prompt, String parameters) {
  public Variant {
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "A variant without a model is none. Name the model as its provider knows it.");
    }
  }

  /// A model as its vendor serves it, of which no more is known than the name.
  public static Variant of(String model) {
    return new Variant(model, "", "", "", "");
  }

  /// `sha256:` and 64 hexadecimal digits: the same for equal variants, on every machine.
  public String digest() {
    return Fingerprint.of(
        "polder-variant-1", List.of(model, version, quantisation, prompt, parameters));
  }

  /// What has changed on the way to `now`, in words: `prompt`, `version and parameters`; empty when
  /// nothing has.
  public String changes(Variant now) {
    List<String> changed = new ArrayList<>();
    if (!model.equals(now.model)) {
      changed.add("model");
    }
    if (!version.equals(now.version)) {
      changed.add("version");
    }
    if (!quantisation.equals(now.quantisation)) {
      changed.add("quantisation");
    }
    if (!prompt.equals(now.prompt)) {
      changed.add("prompt");
    }
    if (!parameters.equals(now.parameters)) {
      changed.add("parameters");
    }
    return String.join(" and ", changed);
  }
}
