package dev.polder.app.shadow;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.ShadowSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Variants;
import dev.polder.evals.shadow.Mirrored;
import dev.polder.evals.shadow.Rating;
import dev.polder.evals.shadow.Surroundings;
import dev.polder.evals.shadow.Watch;
import dev.polder.evals.solve.Digests;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Variant;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.health.Lease;
import dev.polder.gateway.health.Standing;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.DataClass;
import dev.polder.gateway.route.Demands;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.Ladder;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.route.Rung;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway as the shadow of one use case sees it: who may be asked now, by the rules that hold
/// for calls, and what becomes of a verdict.
final class Ground implements Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger("polder");

  private final String useCase;
  private final Gateway gateway;

  /// What all grounds of a running gateway share.
  ///
  /// @param configuration the one in force, whenever it is asked for
  /// @param catalogue likewise
  /// @param weights gives digests of model folders; may take long
  record Gateway(
      Supplier<Configuration> configuration,
      Supplier<Catalogue> catalogue,
      Circumstances circumstances,
      Router router,
      Variants.Digests weights) {}

  Ground(String useCase, Gateway gateway) {
    this.useCase = useCase;
    this.gateway = gateway;
  }

  private UseCaseSettings settings() throws IOException {
    return gateway.configuration().get().useCases().stream()
        .filter(each -> each.name().equals(useCase) && each.shadow().isPresent())
        .findFirst()
        .orElseThrow(() -> new IOException("use case '%s' has no shadow now".formatted(useCase)));
  }

  private static ShadowSettings shadow(UseCaseSettings settings) {
    return settings.shadow().orElseThrow();
  }

  // ---- what is watched

  @Override
  public Watched watched() throws IOException {
    Configuration configuration = gateway.configuration().get();
    UseCaseSettings settings = settings();
    ShadowSettings shadow = shadow(settings);
    Variants variants = new Variants(configuration, gateway.weights());
    Variant candidate = variants.of(settings, shadow.candidate());
    Variant reference = variants.of(settings, settings.candidates().getFirst());
    String identity =
        Digests.of(
            candidate.digest(),
            reference.digest(),
            shadow.bundle().digest(),
            how(shadow.rating()),
            judge(shadow, configuration, variants),
            Double.toString(shadow.margin()),
            Integer.toString(shadow.runLength()));
    return new Watched(candidate, identity, shadow.bundle());
  }

  private static String how(Rating rating) {
    return switch (rating) {
      case Rating.Like like -> "like " + like.likeness();
      case Rating.Fits fits -> "fits " + fits.schema().digest();
      case Rating.Judged judged -> "judged " + judged.rubric().orElse("");
    };
  }

  private static String judge(ShadowSettings shadow, Configuration configuration, Variants variants)
      throws IOException {
    return shadow.judge().isEmpty()
        ? ""
        : variants.of(configuration.deployment(shadow.judge().get()).orElseThrow()).digest();
  }

  // ---- who may be asked

  @Override
  public Leave candidate(Mirrored.Terms terms) {
    try {
      return leave(shadow(settings()).candidate(), terms);
    } catch (IOException gone) {
      return new Leave.Later(String.valueOf(gone.getMessage()));
    }
  }

  @Override
  public Leave judge(Mirrored.Terms terms) {
    try {
      return leave(shadow(settings()).judge().orElseThrow(), terms);
    } catch (IOException gone) {
      return new Leave.Later(String.valueOf(gone.getMessage()));
    }
  }

  /// What held for the data when the call was made holds still, and so does what holds now.
  private Leave leave(String name, Mirrored.Terms terms) {
    Catalogue catalogue = gateway.catalogue().get();
    Optional<UseCase> asking = catalogue.find(useCase);
    Optional<UseCase> asked = catalogue.find(name);
    if (asking.isEmpty() || asked.isEmpty()) {
      return new Leave.Later("the configuration changes");
    }
    DataClass then = new DataClass(terms.dataClass(), terms.locations(), terms.controls());
    DataClass now = asking.get().dataClass();
    List<Deployment> pool = asked.get().ladder().primary().pool();
    List<Deployment> allowed =
        pool.stream()
            .filter(one -> then.allows(one.jurisdiction()) && now.allows(one.jurisdiction()))
            .toList();
    if (allowed.isEmpty()) {
      Deployment first = pool.getFirst();
      return new Leave.Never(
          "data of class '%s' may not go to '%s' (location %s, control %s)"
              .formatted(
                  then.allows(first.jurisdiction()) ? now.name() : then.name(),
                  name,
                  first.jurisdiction().location(),
                  first.jurisdiction().control()));
    }
    Ladder ladder = new Ladder(List.of(new Candidate(name, allowed, true)));
    Demands demands =
        new Demands(Operation.CHAT, now, asking.get().maxPriceFactor(), Optional.empty());
    return leave(gateway.router().look(ladder, demands).getFirst());
  }

  /// Calls come first: whoever rests, is coming back, is restricted in any way or has little room
  /// is left to them.
  private Leave leave(Rung rung) {
    List<String> reasons = new ArrayList<>(rung.exclusions().stream().map(Ground::reason).toList());
    List<Deployment> usable =
        rung.usable().stream()
            .sorted(Comparator.comparingInt(gateway.circumstances().health()::underWay))
            .toList();
    for (Deployment deployment : usable) {
      Optional<String> reason = inTheWay(deployment);
      Optional<Lease> lease =
          reason.isPresent()
              ? Optional.empty()
              : gateway.circumstances().health().begin(deployment);
      if (lease.isPresent()) {
        return new Leave.Go(deployment, lease.get()::unjudged);
      }
      reasons.add(deployment.name() + ": " + reason.orElse("has as much under way as it may have"));
    }
    return new Leave.Later(String.join("; ", reasons));
  }

  private static String reason(Exclusion exclusion) {
    return exclusion.deployment().name() + ": " + exclusion.reason();
  }

  private Optional<String> inTheWay(Deployment deployment) {
    Optional<Restriction> restriction =
        gateway.circumstances().restrictions().all().stream()
            .filter(one -> one.selector().matches(deployment))
            .findFirst();
    if (restriction.isPresent()) {
      return Optional.of("restricted (%s)".formatted(restriction.get().selector()));
    }
    Standing standing = gateway.circumstances().health().standing(deployment);
    if (!(standing instanceof Standing.Ready ready) || ready.share() < 1) {
      return Optional.of("is not all well");
    }
    int places = deployment.traits().concurrency().orElse(Integer.MAX_VALUE);
    int underWay = gateway.circumstances().health().underWay(deployment);
    return underWay > 0 && 2L * underWay >= places
        ? Optional.of("half of its places are taken by calls")
        : Optional.empty();
  }

  // ---- what becomes of a verdict

  @Override
  public void takeBack(Watched watched, Watch watch) throws IOException {
    UseCaseSettings settings = settings();
    String candidate = shadow(settings).candidate();
    String seen = Seen.of(watch);
    LOG.warn(
        "In live calls of use case '{}', '{}' has fallen below the margin: {}.{}",
        useCase,
        candidate,
        seen,
        rulesItsGate(settings) ? " Its verdict is taken back." : "");
    if (rulesItsGate(settings)) {
      try (Store store = Store.open(gateway.configuration().get().store())) {
        store
            .findings()
            .add(
                Doubt.sunk(
                    useCase, watched.candidate().digest(), seen, watch.alarmAt().orElseThrow()));
      }
    }
  }

  /// Whether there is a verdict to be lost.
  private static boolean rulesItsGate(UseCaseSettings settings) {
    List<String> fallbacks = settings.candidates().subList(1, settings.candidates().size());
    return settings.evidence().isPresent() && fallbacks.contains(shadow(settings).candidate());
  }

  /// Whether the gate of the use case goes by what its shadow finds.
  boolean rulesItsGate() {
    try {
      return rulesItsGate(settings());
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public boolean isProvenAgain(Watched watched, Watch watch) throws IOException {
    Configuration configuration = gateway.configuration().get();
    if (!rulesItsGate(settings()) || Files.notExists(configuration.store())) {
      return false;
    }
    try (Store store = Store.open(configuration.store())) {
      return store
          .findings()
          .newest(useCase, watched.candidate().digest())
          .filter(finding -> finding.verdict() == Verdict.NON_INFERIOR)
          .map(Finding::measuredAt)
          .filter(measured -> measured.isAfter(watch.alarmAt().orElseThrow()))
          .isPresent();
    }
  }
}
