@NullMarked
package dev.polder.app.command;

import org.jspecify.annotations.NullMarked;
