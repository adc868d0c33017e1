package dev.polder.app.shadow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.app.alert.LostVerdict;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.ShadowSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Weights;
import dev.polder.app.similarity.SentenceSimilarity;
import dev.polder.evals.shadow.Kept;
import dev.polder.evals.shadow.Spool;
import dev.polder.evals.shadow.SpoolKey;
import dev.polder.evals.solve.HttpModels;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.mirror.Mirror;
import dev.polder.gateway.mirror.MirroredCall;
import dev.polder.gateway.route.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shadows of a running gateway: takes mirrored calls over from it, and has one shadow a use
/// case score them. Nobody who has no shadow pays anything: no thread, no folder, no connection.
///
/// One thread changes it; any may ask how it stands.
public final class Shadows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("polder");

  /// Connections for all shadows together.
  private static final int CONNECTIONS = 64;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final SpoolKey memoryKey = SpoolKey.random(random);
  private final Mirror mirror;
  private final Ground.Gateway gateway;
  private final Map<String, Shadow> shadows = new ConcurrentHashMap<>();
  private Optional<Working> working = Optional.empty();

  /// What runs only where somebody has a shadow.
  private record Working(HttpModels models, SentenceSimilarity similarity, Thread taking) {}

  /// None yet; [#follow] makes some.
  ///
  /// @param configuration the one in force, whenever it is asked for
  /// @param catalogue likewise
  public Shadows(
      Supplier<Configuration> configuration,
      Supplier<Catalogue> catalogue,
      Circumstances circumstances,
      Router router,
      InstantSource clock) {
    this.clock = clock;
    this.mirror = circumstances.mirror();
    Weights weights = new Weights(configuration.get().state());
    this.gateway =
        new Ground.Gateway(configuration, catalogue, circumstances, router, weights::digest);
  }

  /// Where a configuration's shadows keep what they keep.
  private static Path folder(Configuration configuration) {
    return configuration.state().resolve("shadow");
  }

  /// Has the shadows that `configuration` wants. Those that stay the same go on.
  public synchronized void follow(Configuration configuration) {
    for (Shadow shadow : List.copyOf(shadows.values())) {
      Optional<ShadowSettings> wanted =
          configuration.useCases().stream()
              .filter(useCase -> useCase.name().equals(shadow.useCase()))
              .findFirst()
              .flatMap(UseCaseSettings::shadow);
      if (wanted.filter(shadow::has).isEmpty()) {
        shadows.remove(shadow.useCase());
        shadow.close();
      }
    }
    forget(configuration);
    for (UseCaseSettings useCase : configuration.useCases()) {
      if (!shadows.containsKey(useCase.name())) {
        useCase.shadow().ifPresent(settings -> begin(useCase, settings, configuration));
      }
    }
  }

  /// Nobody would drop what has grown too old of use cases that have no shadow any more; so nothing
  /// of anybody's calls is left there. The numbers stay.
  private static void forget(Configuration configuration) {
    Set<Path> wanted =
        configuration.useCases().stream()
            .filter(useCase -> useCase.shadow().isPresent())
            .map(useCase -> Shadow.folder(folder(configuration), useCase.name()))
            .collect(Collectors.toSet());
    try {
      Shadow.forgetAllBut(wanted, folder(configuration));
    } catch (IOException stays) {
      LOG.warn(
          "What is left of shadows in '{}' cannot be deleted ({}). Delete it by hand.",
          folder(configuration),
          stays.getMessage());
    }
  }

  private void begin(
      UseCaseSettings useCase, ShadowSettings settings, Configuration configuration) {
    Working now = working();
    try {
      shadows.put(
          useCase.name(),
          new Shadow(
              useCase.name(),
              settings,
              useCase.policy().limits().answer(),
              new Ground(useCase.name(), gateway),
              new Shadow.Means(
                  folder(configuration),
                  memoryKey,
                  now.models(),
                  now.similarity(),
                  clock,
                  random)));
    } catch (IOException unusable) {
      LOG.error(
          "Use case '{}' has no shadow: its folder '{}' cannot be used ({}).",
          useCase.name(),
          Shadow.folder(folder(configuration), useCase.name()),
          unusable.getMessage());
    }
  }

  private Working working() {
    Working now =
        working.orElseGet(() ->
            new Working(
                HttpModels.open(CONNECTIONS),
                new SentenceSimilarity(),
                Thread.ofVirtual().name("polder-mirror").start(this::take)));
    working = Optional.of(now);
    return now;
  }

  /// Takes over what the gateway mirrors, as long as it does.
  private void take() {
    try {
      while (true) {
        take(mirror.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// This is the thread's edge: one call that cannot be taken must not end it.
  private void take(MirroredCall call) {
    try {
      Optional.ofNullable(shadows.get(call.useCase())).ifPresent(shadow -> shadow.take(call));
    } catch (RuntimeException fault) {
      LOG.error(
          "A mirrored call of use case '{}' could not be taken over; please report this: {}",
          call.useCase(),
          fault.getClass().getName());
    }
  }

  /// How all of them stand, as the admin API tells it.
  public ObjectNode status() {
    Instant now = clock.instant();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode all = json.putArray("shadows");
    shadows.values().stream()
        .sorted((one, other) -> one.useCase().compareTo(other.useCase()))
        .forEach(
            shadow -> all.add(ShadowJson.of(shadow, mirror.counts(shadow.useCase()), now, random)));
    return json;
  }

  /// Begins the watch of a use case anew; whether it has one.
  public boolean renew(String useCase) {
    return Optional.ofNullable(shadows.get(useCase)).filter(Shadow::renew).isPresent();
  }

  /// The candidates that fell below the margin.
  public Collection<LostVerdict> lost() {
    return shadows.values().stream().flatMap(shadow -> shadow.lost().stream()).toList();
  }

  /// Tells the scored answers that a use case keeps, the oldest first, also while a gateway adds to
  /// them.
  ///
  /// @param reader gets when an answer was scored, and the answer
  /// @throws IOException when they cannot be read
  public static void readKept(
      Configuration configuration, UseCaseSettings useCase, BiConsumer<Instant, Kept> reader)
      throws IOException {
    Optional<SpoolKey> key = useCase.shadow().flatMap(ShadowSettings::key).map(SpoolKey::of);
    if (key.isEmpty()) {
      return;
    }
    try {
      Spool.read(
          Shadow.kept(folder(configuration), useCase.name()),
          key.get(),
          entry -> {
            try {
              reader.accept(entry.at(), Kept.of(entry.content()));
            } catch (IOException unreadable) {
              throw new UncheckedIOException(unreadable);
            }
          });
    } catch (UncheckedIOException unreadable) {
      throw new IOException(String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  @Override
  public synchronized void close() {
    working.ifPresent(now -> now.taking().interrupt());
    shadows.values().forEach(Shadow::close);
    shadows.clear();
    working.ifPresent(now -> now.models().close());
    working = Optional.empty();
  }
}
