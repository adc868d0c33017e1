/// Whether evidence lets a fallback stand in: the [Gate][dev.polder.gateway.gate.Gate] answers from
/// a board that was worked out beforehand, as an
/// [EvidenceDemand][dev.polder.gateway.gate.EvidenceDemand] of a use case asks.
@NullMarked
package dev.polder.gateway.gate;

import org.jspecify.annotations.NullMarked;
