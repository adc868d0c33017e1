/// Placeholder of the module.
@NullMarked
package dev.polder.engine;

import org.jspecify.annotations.NullMarked;
