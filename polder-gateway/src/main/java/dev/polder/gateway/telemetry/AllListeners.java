package dev.polder.gateway.telemetry;

import dev.polder.gateway.call.Call;
import dev.polder.gateway.call.CallListener;
import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import java.util.List;
import java.util.Optional;

/// Several listeners where there is room for one; each gets the fields that the one before let
/// travel on.
public final class AllListeners implements CallListener {
  private final List<CallListener> listeners;

  private AllListeners(List<CallListener> listeners) {
    this.listeners = listeners;
  }

  /// Nobody, the only one, or all of `listeners`, in their order.
  public static CallListener of(List<CallListener> listeners) {
    return switch (listeners.size()) {
      case 0 -> CallListener.NONE;
      case 1 -> listeners.getFirst();
      default -> new AllListeners(List.copyOf(listeners));
    };
  }

  @Override
  public Witness begun(Call call) {
    Witness[] witnesses = new Witness[listeners.size()];
    for (int i = 0; i < witnesses.length; i++) {
      witnesses[i] = listeners.get(i).begun(call);
    }
    return new AllWitnesses(witnesses);
  }

  private static final class AllWitnesses implements Witness {
    private final Witness[] witnesses;

    AllWitnesses(Witness[] witnesses) {
      this.witnesses = witnesses;
    }

    @Override
    public Headers attemptBegun(
        Call call, Deployment deployment, Optional<Attempt> previous, Headers forwarded) {
      Headers fields = forwarded;
      for (Witness witness : witnesses) {
        fields = witness.attemptBegun(call, deployment, previous, fields);
      }
      return fields;
    }

    @Override
    public void attemptEnded(Call call, Attempt attempt) {
      for (Witness witness : witnesses) {
        witness.attemptEnded(call, attempt);
      }
    }

    @Override
    public void concluded(Call call, Receipt receipt) {
      for (Witness witness : witnesses) {
        witness.concluded(call, receipt);
      }
    }
  }
}
