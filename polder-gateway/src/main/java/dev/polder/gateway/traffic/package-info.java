/// How much is going on: [Traffic][dev.polder.gateway.traffic.Traffic] knows calls and attempts a
/// minute over the last few minutes.
@NullMarked
package dev.polder.gateway.traffic;

import org.jspecify.annotations.NullMarked;
