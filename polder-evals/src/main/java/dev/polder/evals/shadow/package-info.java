/// Live calls, asked once more of a candidate, so that its verdict is watched while nobody looks.
///
/// A [Mirrored][dev.polder.evals.shadow.Mirrored] call waits in a
/// [Spool][dev.polder.evals.shadow.Spool], bounded and encrypted;
/// [Shadowing][dev.polder.evals.shadow.Shadowing] empties it, has both answers scored by a
/// [Rating][dev.polder.evals.shadow.Rating], and keeps the [Watch][dev.polder.evals.shadow.Watch].
@NullMarked
package dev.polder.evals.shadow;

import org.jspecify.annotations.NullMarked;
