package dev.polder.app.alert;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Raises an alert when what is guaranteed about a deployment ends soon, a worse one when it has
/// ended. Days are counted in UTC.
public final class ContractWatch implements Runnable {
  private final Alerts alerts;
  private final Supplier<? extends Collection<Contract>> contracts;
  private final Supplier<Period> ahead;
  private final InstantSource clock;

  /// @param contracts those of the configuration in force
  /// @param ahead how long before an end people want to know, as `alert-notice` says
  public ContractWatch(
      Alerts alerts,
      Supplier<? extends Collection<Contract>> contracts,
      Supplier<Period> ahead,
      InstantSource clock) {
    this.alerts = alerts;
    this.contracts = contracts;
    this.ahead = ahead;
    this.clock = clock;
  }

  /// Looks at every contract; what has been said already is not said again.
  @Override
  public void run() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Collection<Contract> now = contracts.get();
    now.forEach(contract -> look(contract, today));
    alerts.clearAllBut(
        Kind.CONTRACT_NOTICE, now.stream().map(Contract::deployment).collect(Collectors.toSet()));
  }

  private void look(Contract contract, LocalDate today) {
    LocalDate end = contract.guaranteedUntil();
    if (today.isAfter(end)) {
      raise(
          contract,
          Severity.CRITICAL,
          "Access to deployment '%s' is no longer guaranteed: the guarantee ended on %s."
              .formatted(contract.deployment(), end));
    } else if (!today.isBefore(warnFrom(contract))) {
      raise(
          contract,
          Severity.WARNING,
          "Access to deployment '%s' is guaranteed until %s only, %d days from now."
              .formatted(contract.deployment(), end, ChronoUnit.DAYS.between(today, end)));
    } else {
      alerts.clear(Kind.CONTRACT_NOTICE, contract.deployment());
    }
  }

  /// The warning comes early enough for a notice period to be kept.
  private LocalDate warnFrom(Contract contract) {
    return contract
        .guaranteedUntil()
        .minus(contract.notice().orElse(Period.ZERO))
        .minus(ahead.get());
  }

  private void raise(Contract contract, Severity severity, String summary) {
    String notice =
        contract
            .notice()
            .map(period ->
                "Notice can be given until %s. "
                    .formatted(contract.guaranteedUntil().minus(period)))
            .orElse("");
    String document =
        contract.document().isEmpty() ? "" : "Agreed in: %s.".formatted(contract.document());
    alerts.raise(
        new Alert(
            Kind.CONTRACT_NOTICE,
            contract.deployment(),
            severity,
            summary,
            (notice + document).strip(),
            clock.instant()));
  }
}
