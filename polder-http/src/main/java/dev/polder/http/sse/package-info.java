/// Server-sent events: [SseFramer][dev.polder.http.sse.SseFramer] cuts a byte stream into whole
/// [SseFrame][dev.polder.http.sse.SseFrame]s; [SseText][dev.polder.http.sse.SseText] makes frames.
@NullMarked
package dev.polder.http.sse;

import org.jspecify.annotations.NullMarked;
