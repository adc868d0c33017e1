@NullMarked
package dev.polder.evals.score;

import org.jspecify.annotations.NullMarked;
