/// Evaluations that other tools have made, as runs of ours.
///
/// [dev.polder.evals.imports.Imports] reads the logs of Inspect AI, lm-evaluation-harness and
/// promptfoo and writes runs; a log that cannot be relied on is a
/// [dev.polder.evals.imports.RefusedLogException]. What is read of each tool stands in
/// docs/reference/import.md.
@NullMarked
package dev.polder.evals.imports;

import org.jspecify.annotations.NullMarked;
