@NullMarked
package dev.polder.evals.sample;

import org.jspecify.annotations.NullMarked;
