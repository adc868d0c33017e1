@NullMarked
package dev.polder.gateway.restriction;

import org.jspecify.annotations.NullMarked;
