package dev.polder.http.sse;

import dev.polder.http.Bytes;

/// One dispatched event of a stream.
///
/// @param raw the event as it came, all its lines and the blank line at its end, ready to be passed
///   on
/// @param event the `event:` field, or `""` where there was none
/// @param data the `data:` lines joined with a line feed; empty for a block without any, such as a
///   comment that keeps a connection alive
public record SseFrame(Bytes raw, String event, Bytes data) {}
