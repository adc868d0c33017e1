/// The only SQL of Polder: what stands behind the ports of gateway and evidence.
@NullMarked
package dev.polder.store;

import org.jspecify.annotations.NullMarked;
