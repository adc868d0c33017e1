/// How deployments are faring, as the calls themselves see it.
///
/// [Health][dev.polder.gateway.health.Health] knows all of them; a
/// [Lease][dev.polder.gateway.health.Lease] is the leave to make one attempt, and takes back how it
/// went; a [Standing][dev.polder.gateway.health.Standing] is what a deployment's state means for
/// the next attempt; [HealthPolicy][dev.polder.gateway.health.HealthPolicy] has the bounds. The
/// states themselves are [Condition][dev.polder.gateway.health.Condition]s. Shared by all event
/// loops, without locks.
@NullMarked
package dev.polder.gateway.health;

import org.jspecify.annotations.NullMarked;
