/// What happened: a [Receipt][dev.polder.gateway.ledger.Receipt] a call, handed to a
/// [Ledger][dev.polder.gateway.ledger.Ledger]. For now the one ledger there is writes [JSON
/// Lines][dev.polder.gateway.ledger.JsonLinesLedger].
@NullMarked
package dev.polder.gateway.ledger;

import org.jspecify.annotations.NullMarked;
