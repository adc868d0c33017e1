/// May this call be made? For now: does its key exist. [Keyring][dev.polder.gateway.guard.Keyring]
/// finds the [ClientKey][dev.polder.gateway.guard.ClientKey] that belongs to a secret.
@NullMarked
package dev.polder.gateway.guard;

import org.jspecify.annotations.NullMarked;
