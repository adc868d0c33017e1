/// The commands of the command line, one class each.
@NullMarked
package dev.polder.app.command;

import org.jspecify.annotations.NullMarked;
