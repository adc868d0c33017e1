@NullMarked
package dev.polder.app.alert;

import org.jspecify.annotations.NullMarked;
