/// Whether a candidate is good enough, by a rule that stood before the data.
///
/// A [dev.polder.evidence.verdict.Declaration] says what is compared, how much may be lost, at
/// which error rate, and by which plan; it alone decides which test governs.
/// [dev.polder.evidence.verdict.Results] are what was measured, and
/// [dev.polder.evidence.verdict.Judgement] is what they say. Several judgements together make a
/// [dev.polder.evidence.verdict.JointStatement].
@NullMarked
package dev.polder.evidence.verdict;

import org.jspecify.annotations.NullMarked;
