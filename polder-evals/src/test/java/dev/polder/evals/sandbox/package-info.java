@NullMarked
package dev.polder.evals.sandbox;

import org.jspecify.annotations.NullMarked;
