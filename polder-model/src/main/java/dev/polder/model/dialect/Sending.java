package dev.polder.model.dialect;

/// What an upstream wants in a request besides the conversation.
///
/// @param outputBound how many tokens the answer may have where the client does not say and the
///   dialect wants a number
/// @param outputBoundField by which name the upstream knows the bound, where the dialect has two
public record Sending(int outputBound, String outputBoundField) {}
