/// Placeholder of the module.
@NullMarked
package dev.polder.model;

import org.jspecify.annotations.NullMarked;
