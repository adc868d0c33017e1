/// Checks of what a model answered, which end after a bounded number of steps: what an upstream
/// sends must not be able to hold a thread. [BoundedText][dev.polder.model.bounded.BoundedText] for
/// regular expressions, [BoundedSchema][dev.polder.model.bounded.BoundedSchema] for JSON schemas.
@NullMarked
package dev.polder.model.bounded;

import org.jspecify.annotations.NullMarked;
