@NullMarked
package dev.polder.evals.shadow;

import org.jspecify.annotations.NullMarked;
