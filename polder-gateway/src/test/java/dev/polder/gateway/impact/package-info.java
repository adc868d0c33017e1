@NullMarked
package dev.polder.gateway.impact;

import org.jspecify.annotations.NullMarked;
