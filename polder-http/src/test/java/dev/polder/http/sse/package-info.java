@NullMarked
package dev.polder.http.sse;

import org.jspecify.annotations.NullMarked;
