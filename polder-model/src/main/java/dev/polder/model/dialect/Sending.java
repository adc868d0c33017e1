package dev.polder.model.dialect;

/// What an upstream wants in a request besides the conversation.
///
/// @param outputBound how many tokens the answer may have where the client does not say and the
///   dialect wants a number
/// @param outputBoundField by which name the upstream knows the bound, where the dialect has two
/// @param askForUsage whether to ask for usage in a stream, where the dialect leaves that open and
///   the upstream knows how to answer
public record Sending(int outputBound, String outputBoundField, boolean askForUsage) {}
