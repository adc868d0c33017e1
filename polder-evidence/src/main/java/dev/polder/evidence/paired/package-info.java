/// A candidate beside its reference on the same samples. [PairTable] counts right and wrong
/// answers, for [Tango], [Newcombe] and [McNemar]; [PairedScores] holds differences of scores, with
/// or without clusters, for [PairedT], [ClusteredT] and [Bootstrap]. Differences are candidate
/// minus reference.
@NullMarked
package dev.polder.evidence.paired;

import org.jspecify.annotations.NullMarked;
