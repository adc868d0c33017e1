/// The client side: [BoundedBody][dev.polder.http.server.BoundedBody] reads a request's body within
/// bounds of size and time, [CoalescedResponse][dev.polder.http.server.CoalescedResponse] writes a
/// reply with one flush per turn of the loop. [RequestHead][dev.polder.http.server.RequestHead]
/// refuses what two servers could read in two ways;
/// [Connections][dev.polder.http.server.Connections] closes those that are idle, and shares them
/// out among clients by [ClientShare][dev.polder.http.server.ClientShare].
/// [ServerTls][dev.polder.http.server.ServerTls] is the certificate that a port shows.
@NullMarked
package dev.polder.http.server;

import org.jspecify.annotations.NullMarked;
