package dev.polder.gateway.call;

import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import java.util.Optional;

/// Hears of every call as it goes; whoever tells of calls to the outside listens here, and no part
/// of a call knows who that is.
///
/// Told on the call's event loop, so it must neither block nor throw.
@FunctionalInterface
public interface CallListener {
  /// Hears of nothing, and costs nothing.
  CallListener NONE = call -> Witness.SILENT;

  /// A call begins. The witness hears the rest of it.
  Witness begun(Call call);

  /// Hears of one call. It gets the call each time, so that one without a memory of its own can
  /// serve all calls.
  interface Witness {
    /// Says nothing and remembers nothing.
    Witness SILENT = new Silent();

    /// An attempt at `deployment` begins.
    ///
    /// @param previous the attempt before it, if there was one that is over
    /// @param forwarded fields of the client's request that would travel on
    /// @return the fields that do travel on
    Headers attemptBegun(
        Call call, Deployment deployment, Optional<Attempt> previous, Headers forwarded);

    /// An attempt is over; the call may go on.
    void attemptEnded(Call call, Attempt attempt);

    /// The call is over, and this is what is kept of it.
    void concluded(Call call, Receipt receipt);
  }

  /// The witness of those who do not listen.
  final class Silent implements Witness {
    private Silent() {}

    @Override
    public Headers attemptBegun(
        Call call, Deployment deployment, Optional<Attempt> previous, Headers forwarded) {
      return forwarded;
    }

    @Override
    public void attemptEnded(Call call, Attempt attempt) {}

    @Override
    public void concluded(Call call, Receipt receipt) {}
  }
}
