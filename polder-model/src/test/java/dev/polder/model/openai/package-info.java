@NullMarked
package dev.polder.model.openai;

import org.jspecify.annotations.NullMarked;
