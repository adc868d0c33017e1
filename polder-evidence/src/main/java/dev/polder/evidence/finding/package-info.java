/// What is known about a candidate, whether it still counts, and what the gate makes of it.
///
/// A [dev.polder.evidence.finding.Finding] is what a comparison showed about a
/// [dev.polder.evidence.finding.Variant]; it never changes. [dev.polder.evidence.finding.Findings]
/// and [dev.polder.evidence.finding.Answers] are the ports behind which they are kept.
/// [dev.polder.evidence.finding.Standing] says whether the newest still counts, and
/// [dev.polder.evidence.finding.EvidenceBoard] holds the [dev.polder.evidence.finding.Ruling] about
/// each candidate ready for calls.
@NullMarked
package dev.polder.evidence.finding;

import org.jspecify.annotations.NullMarked;
