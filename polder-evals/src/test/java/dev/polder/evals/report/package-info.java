@NullMarked
package dev.polder.evals.report;

import org.jspecify.annotations.NullMarked;
