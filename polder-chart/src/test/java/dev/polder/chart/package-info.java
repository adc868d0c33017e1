@NullMarked
package dev.polder.chart;

import org.jspecify.annotations.NullMarked;
