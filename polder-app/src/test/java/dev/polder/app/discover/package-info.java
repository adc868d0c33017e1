@NullMarked
package dev.polder.app.discover;

import org.jspecify.annotations.NullMarked;
