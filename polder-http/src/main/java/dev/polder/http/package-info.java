/// Placeholder of the module.
@NullMarked
package dev.polder.http;

import org.jspecify.annotations.NullMarked;
