@NullMarked
package dev.polder.gateway.health;

import org.jspecify.annotations.NullMarked;
