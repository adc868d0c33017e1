@NullMarked
package dev.polder.http;

import org.jspecify.annotations.NullMarked;
