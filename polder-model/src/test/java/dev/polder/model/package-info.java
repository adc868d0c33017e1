@NullMarked
package dev.polder.model;

import org.jspecify.annotations.NullMarked;
