/// Where a call may go: a [Ladder][dev.polder.gateway.route.Ladder] of candidates becomes a
/// [RoutePlan][dev.polder.gateway.route.RoutePlan], in which every exclusion has its reason.
@NullMarked
package dev.polder.gateway.route;

import org.jspecify.annotations.NullMarked;
