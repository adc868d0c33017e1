@NullMarked
package dev.polder.app.config.litellm;

import org.jspecify.annotations.NullMarked;
