/// Statistics, verdicts and findings: whether a fallback is good enough, and how surely. Pure: no
/// files, no network, no clock of its own.
@NullMarked
package dev.polder.evidence;

import org.jspecify.annotations.NullMarked;
