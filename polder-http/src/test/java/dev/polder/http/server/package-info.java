@NullMarked
package dev.polder.http.server;

import org.jspecify.annotations.NullMarked;
