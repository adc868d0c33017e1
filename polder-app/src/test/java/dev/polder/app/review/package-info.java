@NullMarked
package dev.polder.app.review;

import org.jspecify.annotations.NullMarked;
