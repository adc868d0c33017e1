@NullMarked
package dev.polder.gateway.ledger;

import org.jspecify.annotations.NullMarked;
