/// What would move if a restriction were declared or lifted:
/// [Impact][dev.polder.gateway.impact.Impact] is worked out from the catalogue, the router's look
/// and the traffic, and changes nothing.
@NullMarked
package dev.polder.gateway.impact;

import org.jspecify.annotations.NullMarked;
