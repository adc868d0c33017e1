package dev.polder.gateway.server;

import io.vertx.core.http.HttpServerRequest;

/// A request that has been let in.
///
/// @param key the name of the client's key, or `""`
/// @param call the identifier for headers and receipts
record Exchange(HttpServerRequest request, HttpReply reply, String key, String call) {}
