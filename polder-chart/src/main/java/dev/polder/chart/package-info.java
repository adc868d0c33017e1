/// Charts as SVG text: drawn on the server, so that they print, need no script, and pass a strict
/// content-security policy. Knows nothing of Polder.
@NullMarked
package dev.polder.chart;

import org.jspecify.annotations.NullMarked;
