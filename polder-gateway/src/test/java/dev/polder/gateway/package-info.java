@NullMarked
package dev.polder.gateway;

import org.jspecify.annotations.NullMarked;
