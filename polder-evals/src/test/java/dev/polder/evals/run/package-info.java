@NullMarked
package dev.polder.evals.run;

import org.jspecify.annotations.NullMarked;
