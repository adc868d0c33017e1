/// The only SQL of Polder: what stands behind the ports of gateway and evidence.
///
/// A [dev.polder.store.Store] is one SQLite file; it hands out the ports. What goes wrong with it
/// is a [dev.polder.store.StoreException], whose kind says what and whose message says what to do.
@NullMarked
package dev.polder.store;

import org.jspecify.annotations.NullMarked;
