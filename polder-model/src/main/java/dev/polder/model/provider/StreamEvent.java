package dev.polder.model.provider;

import dev.polder.http.Bytes;
import dev.polder.model.Usage;
import dev.polder.model.openai.ChatChunk;
import dev.polder.model.openai.Choices;
import java.util.Optional;

/// One event of a stream.
///
/// @param kind what it is
/// @param bytes what the client is to get of it, blank line included; empty for an event that
///   exists only because Polder asked for usage
/// @param finishReason why a choice ended, or `""`
/// @param choices which choices it speaks of
/// @param usage tokens, where the event states them
public record StreamEvent(
    ChatChunk.Kind kind,
    Bytes bytes,
    String finishReason,
    Choices choices,
    Optional<Usage> usage) {}
