/// Statements that some deployments may not be used now, or only so much.
///
/// [Restrictions][dev.polder.gateway.restriction.Restrictions] holds those in force, a
/// [Restriction][dev.polder.gateway.restriction.Restriction] is one of them, and its
/// [Selector][dev.polder.gateway.restriction.Selector] says whom it meets.
/// [AccessWatch][dev.polder.gateway.restriction.AccessWatch] makes and lifts those that follow from
/// lost access. What a fault means is told to it from outside.
@NullMarked
package dev.polder.gateway.restriction;

import org.jspecify.annotations.NullMarked;
