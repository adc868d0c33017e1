@NullMarked
package dev.polder.gateway.continuity;

import org.jspecify.annotations.NullMarked;
