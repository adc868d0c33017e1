/// Live calls mirrored to candidates while Polder runs: [Shadows][dev.polder.app.shadow.Shadows]
/// has one shadow a use case that wants one, and tells how each stands.
@NullMarked
package dev.polder.app.shadow;

import org.jspecify.annotations.NullMarked;
