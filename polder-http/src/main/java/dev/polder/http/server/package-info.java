/// The client side: [BoundedBody][dev.polder.http.server.BoundedBody] reads a request's body within
/// bounds of size and time, [CoalescedResponse][dev.polder.http.server.CoalescedResponse] writes a
/// reply with one flush per turn of the loop.
@NullMarked
package dev.polder.http.server;

import org.jspecify.annotations.NullMarked;
