package dev.polder.gateway.continuity;

import dev.polder.http.EventLoop;
import dev.polder.model.provider.ModelClient;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What the calls of one event loop are carried with.
///
/// @param random any thread may ask it
public record Means(
    ModelClient client, EventLoop loop, InstantSource clock, RandomGenerator random) {}
