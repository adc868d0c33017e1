package dev.polder.model;

/// The facts of one preset; where nothing is said, the cautious value stands.
///
/// @param address or `""`
/// @param port of a server on this machine, or 0
/// @param keyVariable or `""`
/// @param keyHeader in lower case; in `authorization` the key is a bearer token, elsewhere it
///   stands alone
record PresetFacts(
    String address,
    int port,
    String keyVariable,
    String keyHeader,
    boolean usageInStreams,
    boolean cachesPrefixes,
    boolean local,
    String outputBound,
    StructuredOutput structuredOutput,
    Wording wording) {

  /// A service that somebody else runs.
  static PresetFacts service(String address, String keyVariable) {
    return new PresetFacts(
        address,
        0,
        keyVariable,
        "authorization",
        false,
        false,
        false,
        "max_tokens",
        StructuredOutput.PROMPT,
        Wording.none());
  }

  /// A server that the organisation runs, by itself on this machine.
  static PresetFacts server(int port) {
    return new PresetFacts(
        port == 0 ? "" : "http://127.0.0.1:" + port + "/v1",
        port,
        "",
        "authorization",
        false,
        false,
        true,
        "max_tokens",
        StructuredOutput.PROMPT,
        Wording.none());
  }

  PresetFacts takingKeyIn(String header) {
    return new PresetFacts(
        address,
        port,
        keyVariable,
        header,
        usageInStreams,
        cachesPrefixes,
        local,
        outputBound,
        structuredOutput,
        wording);
  }

  PresetFacts statingUsageInStreams() {
    return new PresetFacts(
        address,
        port,
        keyVariable,
        keyHeader,
        true,
        cachesPrefixes,
        local,
        outputBound,
        structuredOutput,
        wording);
  }

  PresetFacts cachingPrefixes() {
    return new PresetFacts(
        address,
        port,
        keyVariable,
        keyHeader,
        usageInStreams,
        true,
        local,
        outputBound,
        structuredOutput,
        wording);
  }

  PresetFacts boundingOutputBy(String field) {
    return new PresetFacts(
        address,
        port,
        keyVariable,
        keyHeader,
        usageInStreams,
        cachesPrefixes,
        local,
        field,
        structuredOutput,
        wording);
  }

  PresetFacts takingSchemas() {
    return new PresetFacts(
        address,
        port,
        keyVariable,
        keyHeader,
        usageInStreams,
        cachesPrefixes,
        local,
        outputBound,
        StructuredOutput.NATIVE,
        wording);
  }

  PresetFacts says(Wording words) {
    return new PresetFacts(
        address,
        port,
        keyVariable,
        keyHeader,
        usageInStreams,
        cachesPrefixes,
        local,
        outputBound,
        structuredOutput,
        words);
  }
}
