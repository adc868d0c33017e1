/// Reads what models write: numbers in English and German form, a chosen letter, JSON within prose,
/// text made comparable, and whether an answer is a refusal.
@NullMarked
package dev.polder.evals.answer;

import org.jspecify.annotations.NullMarked;
