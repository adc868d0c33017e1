/// A share of the calls, handed on whole to whoever compares candidates: a
/// [Mirroring][dev.polder.gateway.mirror.Mirroring] says which, a
/// [RecordedReply][dev.polder.gateway.mirror.RecordedReply] keeps what the client got, and finished
/// calls wait in the [Mirror][dev.polder.gateway.mirror.Mirror].
@NullMarked
package dev.polder.gateway.mirror;

import org.jspecify.annotations.NullMarked;
