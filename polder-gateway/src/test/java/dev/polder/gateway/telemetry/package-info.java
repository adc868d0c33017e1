@NullMarked
package dev.polder.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
