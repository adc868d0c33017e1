@NullMarked
package dev.polder.app.eval;

import org.jspecify.annotations.NullMarked;
