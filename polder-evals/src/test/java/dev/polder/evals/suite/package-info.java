@NullMarked
package dev.polder.evals.suite;

import org.jspecify.annotations.NullMarked;
