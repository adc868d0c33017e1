/// What evidence is about, as it is configured, and what is known of it.
/// [Variants][dev.polder.app.evidence.Variants] says what a candidate is now,
/// [Suites][dev.polder.app.evidence.Suites] what a suite is now; whoever measures writes findings
/// by both, and the [EvidenceWatch][dev.polder.app.evidence.EvidenceWatch] keeps a running
/// gateway's board up to date by both. [Asked][dev.polder.app.evidence.Asked] lists of whom
/// evidence is asked.
@NullMarked
package dev.polder.app.evidence;

import org.jspecify.annotations.NullMarked;
