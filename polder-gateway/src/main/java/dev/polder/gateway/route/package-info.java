/// Where a call may go: a [Router][dev.polder.gateway.route.Router] makes of a
/// [Ladder][dev.polder.gateway.route.Ladder] the [Route][dev.polder.gateway.route.Route] of one
/// call, which names one [Step][dev.polder.gateway.route.Step] after the other; every
/// [Exclusion][dev.polder.gateway.route.Exclusion] has its reason.
@NullMarked
package dev.polder.gateway.route;

import org.jspecify.annotations.NullMarked;
