/// Runs a command that nobody vouches for: without a network, bounded in time and memory.
@NullMarked
package dev.polder.evals.sandbox;

import org.jspecify.annotations.NullMarked;
