@NullMarked
package dev.polder.evidence;

import org.jspecify.annotations.NullMarked;
