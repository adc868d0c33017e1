@NullMarked
package dev.polder.evals.lag;

import org.jspecify.annotations.NullMarked;
