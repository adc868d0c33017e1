@NullMarked
package dev.polder.gateway.route;

import org.jspecify.annotations.NullMarked;
