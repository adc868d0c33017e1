@NullMarked
package dev.polder.app;

import org.jspecify.annotations.NullMarked;
