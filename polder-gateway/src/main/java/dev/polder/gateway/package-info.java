/// Carry a call to an answer.
///
/// `server` takes it in and knows HTTP; `call` leads it through `guard` (may it?), `route` (where
/// to?) and `continuity` (make it happen, failures included) to `ledger` (what happened). Knowledge
/// goes in that direction only: server → call → the others, which do not know each other.
@NullMarked
package dev.polder.gateway;

import org.jspecify.annotations.NullMarked;
