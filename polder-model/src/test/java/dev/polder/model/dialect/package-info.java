@NullMarked
package dev.polder.model.dialect;

import org.jspecify.annotations.NullMarked;
