/// What Polder costs: [Benchmark][dev.polder.bench.Benchmark] runs a fast scripted upstream and a
/// load generator against nothing in between, nginx, a [Relay][dev.polder.bench.Relay] that only
/// copies, and Polder, in turn and in rounds, and prints tables.
@NullMarked
package dev.polder.bench;

import org.jspecify.annotations.NullMarked;
