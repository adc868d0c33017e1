/// What `polder eval` shows and keeps: progress, tables, and what tells one deployment's answers
/// from another's.
@NullMarked
package dev.polder.app.eval;

import org.jspecify.annotations.NullMarked;
