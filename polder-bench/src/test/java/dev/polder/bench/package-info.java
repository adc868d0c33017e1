@NullMarked
package dev.polder.bench;

import org.jspecify.annotations.NullMarked;
