@NullMarked
package dev.polder.gateway.server;

import org.jspecify.annotations.NullMarked;
