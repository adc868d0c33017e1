/// Tests with real processes. What ends in `StandIn` is a program of its own that stands for a
/// gateway, an engine or a server.
@NullMarked
package dev.polder.engine.supervise;

import org.jspecify.annotations.NullMarked;
