package dev.polder.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.server.GatewayOptions;
import dev.polder.model.Jurisdiction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a `polder.yaml`, and finds all that is wrong with it in one go.
public final class PolderFile {
  private static final Set<String> TOP =
      Set.of("organisation", "server", "outcomes", "providers", "deployments", "use-cases", "keys");
  private static final Set<String> LIMITS =
      Set.of("connect", "first-token", "between-tokens", "answer", "call", "patience", "hold");
  private static final int LARGEST = 4 * 1024 * 1024;

  private final Path folder;
  private final Map<String, String> environment;
  private final List<Fault> faults = new ArrayList<>();

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

  private static ReadResult faulty(String message) {
    return new ReadResult.Faulty(List.of(new Fault(0, message)));
  }

  private ReadResult read(String text) {
    Optional<Node> root;
    try {
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException malformed) {
      int line = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return new ReadResult.Faulty(
          List.of(new Fault(line, "This is not valid YAML: " + malformed.getProblem() + ".")));
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
    Configuration configuration =
        configuration(new Section("The file", root.get(), TOP, faults::add));
    if (faults.isEmpty()) {
      return new ReadResult.Good(configuration);
    }
    return new ReadResult.Faulty(
        faults.stream().sorted(Comparator.comparingInt(Fault::line)).toList());
  }

  private Configuration configuration(Section top) {
    String organisation = top.required("organisation");
    List<ClientKey> keys = keys(top);
    GatewayOptions server = server(top, keys);
    Path outcomes = top.path("outcomes", folder, "outcomes.jsonl");
    ProvidersReader.Providers providers = new ProvidersReader(folder, environment).read(top);
    Map<String, DeploymentSettings> deployments = deployments(top, providers.names());
    List<UseCaseSettings> useCases = useCases(top, deployments.keySet());
    return new Configuration(
        organisation,
        server,
        outcomes,
        providers.settings(),
        List.copyOf(deployments.values()),
        useCases,
        keys);
  }

  private GatewayOptions server(Section top, List<ClientKey> keys) {
    GatewayOptions usual = GatewayOptions.usual();
    Optional<Section> server =
        top.section("server", "Section 'server'", Set.of("host", "port", "body-limit"));
    if (server.isEmpty()) {
      return usual;
    }
    Section section = server.get();
    String host = section.text("host").orElse(usual.host());
    if (!isLoopback(host) && keys.isEmpty()) {
      section.fault(
          section.line("host"),
          "Section 'server' listens at '%s' for other machines, but there are no keys, so anyone could"
              + " call. Add a key under 'keys' ('polder keys new NAME' makes one), or listen at"
              + " 127.0.0.1.",
          host);
    }
    return new GatewayOptions(
        host,
        section.wholeNumber("port", usual.port(), 0, 65_535),
        section.size("body-limit", usual.longestRequest()),
        usual.requestLimit(),
        usual.longestAnswer(),
        usual.connectionsPerUpstream(),
        usual.eventLoops());
  }

  /// Names are looked up only where they cannot mislead: any name but `localhost` may mean other
  /// machines.
  private static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    boolean literal = host.matches("[0-9.]+") || host.contains(":");
    try {
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException notAnAddress) {
      return false;
    }
  }

  private List<ClientKey> keys(Section top) {
    List<ClientKey> keys = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Map<String, String> owners = new HashMap<>();
    for (Node item : top.items("keys")) {
      Section section = new Section("A key", item, Set.of("name", "hash"), faults::add);
      String name = section.required("name");
      String hash = section.required("hash");
      if (!names.add(name)) {
        section.fault(section.line("name"), "There are two keys named '%s'. Rename one.", name);
      }
      if (ClientKey.isHash(hash)) {
        keys.add(new ClientKey(name, hash));
        String owner = owners.putIfAbsent(hash, name);
        if (owner != null) {
          section.fault(
              section.line("hash"),
              "Keys '%s' and '%s' are the same key; outcome lines could not tell them apart. Make"
                  + " another with 'polder keys new'.",
              owner,
              name);
        }
      } else if (!hash.isEmpty()) {
        section.fault(
            section.line("hash"),
            "The hash of key '%s' is not 'sha256:' and 64 hexadecimal digits. 'polder keys new %s'"
                + " prints one.",
            name,
            name);
      }
    }
    return keys;
  }

  private Map<String, DeploymentSettings> deployments(Section top, Set<String> providers) {
    Map<String, DeploymentSettings> deployments = new LinkedHashMap<>();
    Optional<Section> all = top.filled("deployments", "Section 'deployments'");
    if (all.isEmpty()) {
      top.fault(
          top.line("deployments"),
          "There are no 'deployments'. Name at least one model to be served.");
      return deployments;
    }
    for (String name : all.get().chosenNames()) {
      String title = "Deployment '" + name + "'";
      Set<String> known = Set.of("provider", "model", "location", "control", "maker");
      all.get()
          .section(name, title, known)
          .ifPresent(section -> {
            String provider = section.required("provider");
            if (!provider.isEmpty() && !providers.contains(provider)) {
              section.fault(
                  section.line("provider"),
                  "%s names no known provider '%s'. Known providers: %s.",
                  title,
                  provider,
                  Names.sorted(providers));
            }
            deployments.put(
                name,
                new DeploymentSettings(
                    name,
                    provider,
                    section.text("model").orElse(name),
                    new Jurisdiction(
                        country(section, title, "location"),
                        country(section, title, "control"),
                        country(section, title, "maker"))));
          });
    }
    return deployments;
  }

  private static String country(Section section, String title, String name) {
    String code = section.required(name);
    boolean known =
        code.equals("EU")
            || Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(code);
    if (!known && !code.isEmpty()) {
      section.fault(
          section.line(name),
          "%s: '%s' is '%s', which is no country. Write two capitals, such as NL, US or EU.",
          title,
          name,
          code);
    }
    return code;
  }

  private List<UseCaseSettings> useCases(Section top, Set<String> deployments) {
    List<UseCaseSettings> useCases = new ArrayList<>();
    Optional<Section> all = top.filled("use-cases", "Section 'use-cases'");
    if (all.isEmpty()) {
      top.fault(top.line("use-cases"), "There are no 'use-cases'. Name at least one kind of work.");
      return useCases;
    }
    Set<String> known = Set.of("description", "candidates", "interruption", "buffer", "limits");
    for (String name : all.get().chosenNames()) {
      String title = "Use case '" + name + "'";
      if (deployments.contains(name)) {
        all.get()
            .fault(
                all.get().line(name),
                "%s has the name of a deployment; clients could not tell them apart. Rename one.",
                title);
      }
      all.get()
          .section(name, title, known)
          .ifPresent(section -> useCases.add(useCase(section, name, title, deployments)));
    }
    return useCases;
  }

  private UseCaseSettings useCase(
      Section section, String name, String title, Set<String> deployments) {
    List<String> candidates = section.texts("candidates");
    if (!section.has("candidates") || section.isEmptyList("candidates")) {
      section.fault(
          section.line("candidates"),
          "%s has no candidates. List deployments, the primary first: candidates: [a, b].",
          title);
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String candidate : candidates) {
      if (!deployments.contains(candidate)) {
        section.fault(
            section.line("candidates"),
            "%s names no known deployment '%s'. Known deployments: %s.",
            title,
            candidate,
            Names.sorted(deployments));
      } else if (!seen.add(candidate)) {
        section.fault(
            section.line("candidates"), "%s lists '%s' twice. Keep one.", title, candidate);
      }
    }
    return new UseCaseSettings(
        name,
        section.text("description").filter(text -> section.has("description")).orElse(""),
        candidates,
        new ContinuityPolicy(
            interruption(section, title),
            limits(section, title),
            section.size("buffer", ContinuityPolicy.USUAL_BUFFER_BOUND)));
  }

  private static Interruption interruption(Section section, String title) {
    Optional<String> text = section.text("interruption");
    if (text.isEmpty() || text.get().equals("fail")) {
      return Interruption.FAIL;
    }
    if (!text.get().equals("buffer")) {
      section.fault(
          section.line("interruption"),
          "%s: 'interruption' is '%s'. Write fail (the client is told) or buffer (begin again unseen).",
          title,
          text.get());
    }
    return Interruption.BUFFER;
  }

  private static Limits limits(Section useCase, String title) {
    Limits usual = Limits.USUAL;
    return useCase
        .section("limits", title + ", section 'limits'", LIMITS)
        .map(section ->
            new Limits(
                section.duration("connect", usual.connect()),
                section.duration("first-token", usual.firstToken()),
                section.duration("between-tokens", usual.betweenTokens()),
                section.duration("answer", usual.answer()),
                section.duration("call", usual.call()),
                section.duration("patience", usual.patience()),
                section.duration("hold", usual.hold())))
        .orElse(usual);
  }
}
