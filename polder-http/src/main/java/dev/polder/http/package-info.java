/// Bytes over HTTP, on Vert.x; knows no model.
///
/// Here are the two things that everything above shares: [Bytes][dev.polder.http.Bytes], an
/// unchanging stretch of a byte array, and [EventLoop][dev.polder.http.EventLoop], the one thread
/// on which a call lives. `sse` frames event streams, `client` talks to upstreams, `server` reads
/// requests and writes replies.
@NullMarked
package dev.polder.http;

import org.jspecify.annotations.NullMarked;
