@NullMarked
package dev.polder.http.client;

import org.jspecify.annotations.NullMarked;
