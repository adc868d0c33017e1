@NullMarked
package dev.polder.app.telemetry;

import org.jspecify.annotations.NullMarked;
