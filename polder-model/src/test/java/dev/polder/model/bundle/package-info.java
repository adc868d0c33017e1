@NullMarked
package dev.polder.model.bundle;

import org.jspecify.annotations.NullMarked;
