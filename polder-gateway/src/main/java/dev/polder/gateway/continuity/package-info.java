/// Make a call happen although upstreams fail.
///
/// [Failover][dev.polder.gateway.continuity.Failover] is the one loop of attempts, streaming or
/// not; [FailureClass][dev.polder.gateway.continuity.FailureClass] tells gone from busy from
/// broken; [Reply][dev.polder.gateway.continuity.Reply] is the client as seen from here; a
/// [Conclusion][dev.polder.gateway.continuity.Conclusion] is how it ended.
@NullMarked
package dev.polder.gateway.continuity;

import org.jspecify.annotations.NullMarked;
