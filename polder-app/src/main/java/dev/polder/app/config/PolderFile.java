package dev.polder.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.app.config.bind.Binder;
import dev.polder.app.config.bind.Bound;
import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.ContinuitySection;
import dev.polder.app.config.file.DeploymentEntry;
import dev.polder.app.config.file.PolderYaml;
import dev.polder.app.config.file.ProviderEntry;
import dev.polder.app.config.file.TelemetrySection;
import dev.polder.app.config.file.TransportSection;
import dev.polder.app.config.file.Values;
import dev.polder.app.config.value.WebAddress;
import dev.polder.gateway.guard.ClientKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a `polder.yaml`, and finds all that is wrong with it in one go.
public final class PolderFile {
  private static final int LARGEST = 4 * 1024 * 1024;

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Fault> faults = new ArrayList<>();
  private final Set<Path> files = new LinkedHashSet<>();

  private PolderFile(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// Reads `file`; relative paths in it count from its folder.
  ///
  /// @param environment where `${NAME}` is looked up
  public static ReadResult read(Path file, Map<String, String> environment) {
    String text;
    try {
      if (Files.size(file) > LARGEST) {
        return faulty(
            "The file has %d bytes; no configuration is that large. Is it another file?"
                .formatted(Files.size(file)));
      }
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (NoSuchFileException missing) {
      return faulty("There is no such file. Name one that exists, or copy examples/polder.yaml.");
    } catch (CharacterCodingException notText) {
      return faulty("The file is not UTF-8 text. Save it as UTF-8, or name another file.");
    } catch (IOException unreadable) {
      return faulty("The file cannot be read (%s).".formatted(unreadable.getMessage()));
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
    return new PolderFile(folder, environment).read(text);
  }

  /// Reads `text` as if it stood in a file in `folder`.
  public static ReadResult read(String text, Path folder, Map<String, String> environment) {
    return new PolderFile(folder.toAbsolutePath(), environment).read(text);
  }

  private static ReadResult faulty(String message) {
    return faulty(0, message);
  }

  private static ReadResult faulty(int line, String message) {
    return new ReadResult.Faulty(List.of(new Fault(line, message)), Set.of());
  }

  private ReadResult read(String text) {
    Optional<Node> root;
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException malformed) {
      int line = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return faulty(line, "This is not valid YAML: " + malformed.getProblem() + ".");
    } catch (YamlEngineException malformed) {
      return faulty("This is not valid YAML: " + malformed.getMessage());
    } catch (StackOverflowError tooDeep) { // the parser goes down one frame a level, without bound
      return faulty("The file is nested more deeply than any configuration. Is it another file?");
    }
    if (root.isEmpty()) {
      return faulty("The file is empty. Copy examples/polder.yaml to begin with.");
    }
    if (!(root.get() instanceof MappingNode)) {
      return faulty(
          "The file holds no 'name: value' lines. Copy examples/polder.yaml to begin with.");
    }
    Bound<PolderYaml> bound =
        new Binder(Values.shapes(), folder, (line, message) -> faults.add(new Fault(line, message)))
            .bind(PolderYaml.class, root.get());
    Configuration configuration = configuration(bound.value(), bound.place());
    if (faults.isEmpty()) {
      return new ReadResult.Good(configuration, Set.copyOf(files));
    }
    return new ReadResult.Faulty(
        faults.stream().sorted(Comparator.comparingInt(Fault::line)).toList(), Set.copyOf(files));
  }

  private Configuration configuration(PolderYaml file, Place place) {
    Secrets secrets = new Secrets(environment, files);
    TlsReader certificates = new TlsReader(files);
    List<ClientKey> keys = ClientsReader.keys(file.keys(), place);
    ContinuitySettings continuity = continuity(file.continuity(), place);
    Map<String, DeploymentEntry> deployments = file.deployments();
    Set<String> providers = names(place, "providers");
    List<DeploymentSettings> known =
        of(place, "deployments", deployments)
            .map(all ->
                ModelsReader.deployments(
                    deployments, all, providers, embedded(file), continuity.failback().mode()))
            .orElse(List.of());
    List<PoolSettings> pools =
        of(place, "pools", file.pools())
            .map(all -> ModelsReader.pools(file.pools(), all, deployments))
            .orElse(List.of());
    List<DataClassSettings> dataClasses =
        of(place, "data-classes", file.dataClasses())
            .map(all -> ModelsReader.dataClasses(file.dataClasses(), all))
            .orElse(List.of());
    ShadowsReader shadows =
        new ShadowsReader(
            known, pools, dataClasses, deployments.keySet(), names(place, "pools"), secrets);
    return new Configuration(
        file.organisation(),
        ClientsReader.server(file.server(), place, keys, certificates),
        ClientsReader.admin(file.admin(), file.server(), place, secrets, certificates),
        file.outcomes(),
        file.state(),
        file.store().orElseGet(() -> file.state().resolve("polder.db")),
        telemetry(file.telemetry(), place, secrets),
        transport(file.transport(), place),
        continuity,
        of(place, "providers", file.providers())
            .map(all -> new ProvidersReader(folder, secrets, files).read(file.providers(), all))
            .orElse(List.of()),
        known,
        pools,
        dataClasses,
        of(place, "suites", file.suites()).map(all -> suites(file.suites(), all)).orElse(List.of()),
        of(place, "canaries", file.canaries())
            .map(all ->
                new CanariesReader(deployments, names(place, "pools"), names(place, "suites"))
                    .read(file.canaries(), all))
            .orElse(List.of()),
        of(place, "use-cases", file.useCases())
            .map(all ->
                new UseCasesReader(
                        deployments.keySet(),
                        names(place, "pools"),
                        names(place, "data-classes"),
                        names(place, "suites"),
                        new BundlesReader(files),
                        shadows)
                    .read(file.useCases(), all))
            .orElse(List.of()),
        keys,
        new AlertsReader(folder, secrets).read(file.alerts(), place),
        file.alertNotice());
  }

  /// Where entries stand, if there are some.
  private static Optional<Place> of(Place file, String field, Map<String, ?> entries) {
    return entries.isEmpty() ? Optional.empty() : Optional.of(file.at(field));
  }

  /// The names in a section, also of what has faults, so that references to it are not faults as
  /// well.
  private static Set<String> names(Place file, String field) {
    return file.has(field) ? Set.copyOf(file.at(field).names()) : Set.of();
  }

  /// The providers whose weights lie in a folder of ours.
  private static Set<String> embedded(PolderYaml file) {
    return file.providers().entrySet().stream()
        .filter(provider ->
            provider.getValue().engine().flatMap(ProviderEntry.Engine::model).isPresent())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static List<SuiteSettings> suites(Map<String, Path> entries, Place all) {
    List<SuiteSettings> settings = new ArrayList<>();
    entries.forEach((name, path) -> {
      if (all.hasSound(name) && !Files.exists(path)) {
        all.faultAt(
            name,
            "Suite '%s' is not at '%s'. Name a folder that holds suite.yaml, or a file of JSON"
                + " Lines.",
            name,
            path);
      }
      settings.add(new SuiteSettings(name, path));
    });
    return List.copyOf(settings);
  }

  private static TelemetrySettings telemetry(
      TelemetrySection telemetry, Place file, Secrets secrets) {
    if (telemetry.token().isPresent() && telemetry.otlp().isEmpty()) {
      Place place = file.at("telemetry");
      if (!place.has("otlp")) {
        place.faultAt(
            "token",
            "%s: there is a 'token' but no 'otlp' to send it to. Add one, or remove 'token'.",
            place.title());
      }
    }
    return new TelemetrySettings(
        telemetry.otlp().map(WebAddress::uri),
        telemetry
            .token()
            .flatMap(reference -> secrets.fetch(reference, file.at("telemetry"), "token")),
        telemetry.sample().fraction(),
        telemetry.metrics(),
        telemetry.log());
  }

  private TransportSettings transport(TransportSection transport, Place file) {
    transport.ca().ifPresent(ca -> CertificateFile.look(ca, file.at("transport"), files));
    return new TransportSettings(transport.proxy(), transport.noProxy(), transport.ca());
  }

  private static ContinuitySettings continuity(ContinuitySection continuity, Place file) {
    ContinuitySection.Ejection ejection = continuity.ejection();
    if (ejection.rest().compareTo(ejection.longestRest()) > 0) {
      Place place = file.at("continuity").at("ejection");
      place.faultAt(
          place.has("longest-rest") ? "longest-rest" : "rest",
          "%s: 'rest' is longer than 'longest-rest'. Exchange them, or lengthen 'longest-rest'.",
          place.title());
    }
    ContinuitySection.Failback failback = continuity.failback();
    return new ContinuitySettings(
        new ContinuitySettings.Ejection(
            ejection.failures(),
            ejection.share().fraction(),
            ejection.rest(),
            ejection.longestRest()),
        new ContinuitySettings.Failback(failback.mode(), failback.successes(), failback.ramp()));
  }
}
