/// What the demo claims, checked without running it.
@NullMarked
package dev.polder.demo;

import org.jspecify.annotations.NullMarked;
