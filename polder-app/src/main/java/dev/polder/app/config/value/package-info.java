/// Small values that `polder.yaml` and the settings made of it share.
@NullMarked
package dev.polder.app.config.value;

import org.jspecify.annotations.NullMarked;
