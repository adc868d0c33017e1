/// A mean from few human labels beside many of a judge: `PredictionPowered`.
@NullMarked
package dev.polder.evidence.labels;

import org.jspecify.annotations.NullMarked;
