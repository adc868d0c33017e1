/// Tests of what evidence is about.
@NullMarked
package dev.polder.app.evidence;

import org.jspecify.annotations.NullMarked;
