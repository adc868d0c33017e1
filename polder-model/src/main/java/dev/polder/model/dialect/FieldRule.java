package dev.polder.model.dialect;

/// What becomes of a field of a request that is read in order to be translated.
///
/// @param field its name at the request's top level
/// @param reason why, and of a refused field what to send instead
/// @param harmless the one value, as JSON, with which a refused field asks for nothing; or `""`
public record FieldRule(String field, Action action, String reason, String harmless) {}
