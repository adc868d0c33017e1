/// Before money is spent: how many samples it takes ([SampleSize]), what clusters and repeats
/// change about that ([DesignEffect], [Repeats]); and what several findings say together ([Holm]).
@NullMarked
package dev.polder.evidence.plan;

import org.jspecify.annotations.NullMarked;
