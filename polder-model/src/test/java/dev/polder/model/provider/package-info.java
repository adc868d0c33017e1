@NullMarked
package dev.polder.model.provider;

import org.jspecify.annotations.NullMarked;
