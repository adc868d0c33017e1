@NullMarked
package dev.polder.evals.canary;

import org.jspecify.annotations.NullMarked;
