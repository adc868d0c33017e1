@NullMarked
package dev.polder.evals.answer;

import org.jspecify.annotations.NullMarked;
