package dev.polder.model.dialect;

/// How a dialect says a [Feature], or why it does not.
///
/// @param field its path in the dialect, or `""` where it has none
/// @param reason why it is said in another way, left out or refused; or `""`
public record FeatureRule(Feature feature, String field, Action action, String reason) {}
