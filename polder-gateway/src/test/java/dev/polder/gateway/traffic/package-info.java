@NullMarked
package dev.polder.gateway.traffic;

import org.jspecify.annotations.NullMarked;
