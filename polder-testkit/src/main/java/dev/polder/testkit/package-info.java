/// Placeholder of the module.
@NullMarked
package dev.polder.testkit;

import org.jspecify.annotations.NullMarked;
