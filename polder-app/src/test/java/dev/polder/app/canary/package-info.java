@NullMarked
package dev.polder.app.canary;

import org.jspecify.annotations.NullMarked;
