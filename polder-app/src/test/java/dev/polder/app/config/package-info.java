@NullMarked
package dev.polder.app.config;

import org.jspecify.annotations.NullMarked;
