package dev.polder.app.config.litellm;

import dev.polder.app.config.Quoted;
import dev.polder.gateway.guard.ClientKey;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/// A `config.yaml` of LiteLLM's proxy, and what it is as a `polder.yaml`.
///
/// Every key of it is either taken over or named in a remark: [Mapping] sees to that. No value that
/// could be a secret leaves it; a key of the proxy becomes a hash. What nobody can know from it, in
/// which country data is processed above all, is `ZZ`, and marked with `TODO`.
public final class LiteLlmFile {
  private static final Duration USUAL_LONGEST_REST = Duration.ofMinutes(1);
  private static final int SHORTEST_KEY = 24;
  private static final String SAID_ALREADY =
      "was left out: the same is said elsewhere, and counts there.";

  private final Map<String, String> environment;
  private final Remarks remarks = new Remarks();
  private final ImportedProviders providers;
  private final ImportedModels models;
  private final ImportedUseCases useCases;
  private final List<String> ejection = new ArrayList<>();
  private Optional<String> keyHash = Optional.empty();

  private LiteLlmFile(Map<String, String> environment) {
    this.environment = environment;
    this.providers = new ImportedProviders(environment);
    this.models = new ImportedModels(providers);
    this.useCases = new ImportedUseCases(models);
  }

  /// Takes over the file that holds `text`.
  ///
  /// @param name what the new file calls the old one
  /// @param environment where `os.environ/NAME` is looked up, for what is no secret, and for the
  ///   proxy's key, of which the hash is kept
  public static ImportResult read(String text, String name, Map<String, String> environment) {
    Optional<Node> root;
    try {
      root = new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(text);
    } catch (MarkedYamlEngineException malformed) {
      int line = malformed.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return nothing(line, "This is not valid YAML: " + malformed.getProblem() + ".");
    } catch (YamlEngineException malformed) {
      return nothing(0, "This is not valid YAML: " + malformed.getMessage());
    } catch (StackOverflowError tooDeep) { // the parser goes down one frame a level, without bound
      return nothing(0, "The file is nested more deeply than any configuration.");
    }
    if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
      return nothing(0, "The file holds no 'name: value' lines. Is it LiteLLM's config.yaml?");
    }
    return new LiteLlmFile(environment).read(root.get(), name);
  }

  private static ImportResult nothing(int line, String message) {
    return new ImportResult.Nothing(line, message, List.of());
  }

  private ImportResult read(Node root, String name) {
    Mapping file = new Mapping("", 1, root, remarks);
    models.read(file.sections("model_list"));
    Mapping router = file.section("router_settings");
    Mapping library = file.section("litellm_settings");
    // Where both say something, the router's word counts.
    for (Mapping settings : List.of(router, library)) {
      useCases.read(settings);
      ejection(settings);
    }
    strategy(router);
    if (router.has("model_group_alias")) {
      useCases.readAliases(router.section("model_group_alias"));
    }
    masterKey(file.section("general_settings"));
    variables(file.section("environment_variables"));
    file.tellRest();
    if (models.groups().isEmpty()) {
      return new ImportResult.Nothing(
          0, "No model of 'model_list' can be taken over.", remarks.inOrder());
    }
    return new ImportResult.Imported(yaml(name), remarks.inOrder(), providers.variables());
  }

  /// Polder asks whoever of a pool has least to do for its weight.
  private static void strategy(Mapping router) {
    router
        .text("routing_strategy")
        .filter(strategy -> !strategy.equals("least-busy"))
        .ifPresent(strategy ->
            router.remark(
                "routing_strategy",
                "was left out: of a pool, Polder asks whoever has least under way for its"
                    + " weight."));
  }

  /// How LiteLLM leaves a deployment alone: after so many failures, for so long.
  private void ejection(Mapping settings) {
    settings
        .text("allowed_fails")
        .ifPresent(text -> {
          if (!text.matches("[0-9]{1,3}")) {
            settings.remark("allowed_fails", "is no whole number below 1000, and was left out.");
          } else if (ejection.stream().anyMatch(field -> field.startsWith("failures"))) {
            settings.remark("allowed_fails", SAID_ALREADY);
          } else {
            ejection.add("failures: " + new BigInteger(text).add(BigInteger.ONE));
            settings.remark(
                "allowed_fails",
                "became the failures in a row after which a deployment rests; LiteLLM counts them"
                    + " by the minute.");
          }
        });
    Seconds.of(settings, "cooldown_time")
        .ifPresent(rest -> {
          if (ejection.stream().anyMatch(field -> field.startsWith("rest"))) {
            settings.remark("cooldown_time", SAID_ALREADY);
            return;
          }
          ejection.add("rest: " + Seconds.text(rest));
          if (rest.compareTo(USUAL_LONGEST_REST) > 0) {
            ejection.add("longest-rest: " + Seconds.text(rest));
          }
        });
  }

  /// Clients go on with the key that they have: what is kept of it is its hash.
  private void masterKey(Mapping general) {
    Optional<String> written = general.text("master_key");
    Optional<String> variable = written.flatMap(ImportedProviders::variable);
    Optional<String> key =
        variable.isPresent()
            ? variable.map(environment::get).filter(value -> !value.isBlank())
            : written;
    if (variable.isPresent() && key.isEmpty()) {
      general.remark(
          "master_key",
          "is the environment variable %s, which is not set here: set it and import again, or make a"
                  .formatted(variable.get())
              + " key with 'polder keys new'.");
    }
    key.ifPresent(secret -> {
      keyHash = Optional.of(ClientKey.hashOf(secret));
      general.remark(
          "master_key",
          secret.length() < SHORTEST_KEY
              ? "lets clients in, but does not steer Polder, and is so short that its hash gives it"
                  + " away: make another with 'polder keys new'."
              : "lets clients in, by its hash under 'keys', but does not steer Polder: that is"
                  + " 'admin.token'.");
    });
  }

  private static void variables(Mapping variables) {
    for (String name : variables.keys()) {
      variables.remark(name, "was left out: set it in the environment that Polder is started in.");
    }
  }

  private String yaml(String name) {
    String pools = models.poolsYaml();
    return """
    # Made by 'polder import litellm' from %s. What had no counterpart, the command listed.
    # Every field: docs/reference/configuration.md; what to look after: 'polder check polder.yaml'.
    organisation: My organisation  # TODO whose gateway it is
    %s%s
    providers:
    %s
    # TODO ZZ stands for a country that Polder cannot know: fill in where data is processed (location),
    # whose law can withdraw the service (control), and whose the model (maker).
    deployments:
    %s
    %suse-cases:
    %s\
    """
        .formatted(
            name.replaceAll("\\p{Cntrl}", "?"),
            keyHash
                .map(hash ->
                    "\nkeys:\n  - {name: litellm-master-key, hash: %s}\n"
                        .formatted(Quoted.text(hash)))
                .orElse(""),
            ejection.isEmpty()
                ? ""
                : "\ncontinuity: {ejection: {%s}}\n".formatted(String.join(", ", ejection)),
            providers.yaml(),
            models.deploymentsYaml(),
            pools.isEmpty() ? "" : "pools:\n" + pools + "\n",
            useCases.yaml());
  }
}
