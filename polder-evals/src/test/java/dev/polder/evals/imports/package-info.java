@NullMarked
package dev.polder.evals.imports;

import org.jspecify.annotations.NullMarked;
