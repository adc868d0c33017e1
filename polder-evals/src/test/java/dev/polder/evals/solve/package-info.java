@NullMarked
package dev.polder.evals.solve;

import org.jspecify.annotations.NullMarked;
