package dev.polder.model;

/// How a deployment is told the JSON schema that its answer must fit.
public enum StructuredOutput {
  /// In the request's `response_format`, which the server keeps to while it writes.
  NATIVE,
  /// In the prompt, in words only.
  PROMPT
}
