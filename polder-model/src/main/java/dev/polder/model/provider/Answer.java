package dev.polder.model.provider;

import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
import dev.polder.model.Usage;
import java.util.Optional;

/// A complete answer in one piece.
///
/// @param body exactly as it came
public record Answer(
    int status, Headers headers, Bytes body, String finishReason, Optional<Usage> usage) {}
