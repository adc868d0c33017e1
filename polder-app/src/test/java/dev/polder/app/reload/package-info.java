@NullMarked
package dev.polder.app.reload;

import org.jspecify.annotations.NullMarked;
