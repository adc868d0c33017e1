/// What may be looked at while it grows: tests and intervals that stay valid however often, and
/// whenever, one looks.
///
/// `SequentialNonInferiority` gives a verdict on a comparison that may stop at any time;
/// `EDetector` watches a verdict that stands, and `DetectionDelay` says how long it needs to notice
/// a fall. Beneath them, for single numbers: `BernoulliSequence`, `AsymptoticSequence` and the
/// boundaries that both rest on, `Mixture`.
@NullMarked
package dev.polder.evidence.sequential;

import org.jspecify.annotations.NullMarked;
