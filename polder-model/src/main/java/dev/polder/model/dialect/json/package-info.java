/// JSON within bounds, for all dialects: [Json][dev.polder.model.dialect.json.Json] opens and
/// closes it.
@NullMarked
package dev.polder.model.dialect.json;

import org.jspecify.annotations.NullMarked;
