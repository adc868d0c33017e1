package dev.polder.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// A function that the model may ask for.
///
/// @param description or `""`
/// @param schema JSON schema of its arguments; nobody changes it
/// @param strict whether the arguments must follow the schema, where the client says so
public record Tool(String name, String description, JsonNode schema, Optional<Boolean> strict) {}
