/// Measures a variant on a suite of cases, and writes down what came of it.
@NullMarked
package dev.polder.evals;

import org.jspecify.annotations.NullMarked;
