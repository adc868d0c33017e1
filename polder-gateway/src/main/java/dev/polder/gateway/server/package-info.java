/// HTTP towards clients. [GatewayServer][dev.polder.gateway.server.GatewayServer] listens, on every
/// event loop, with one table of routes; [GatewayOptions][dev.polder.gateway.server.GatewayOptions]
/// are its bounds. All else is of this package only.
@NullMarked
package dev.polder.gateway.server;

import org.jspecify.annotations.NullMarked;
