package dev.polder.evals.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.polder.evals.answer.Refusals;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Options;
import dev.polder.evals.score.Scoring;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What `suite.yaml` says.
///
/// @param samples the files that it names; all where it names none
/// @param exampleFile the file of its examples, which holds no samples
record Header(
    String name,
    String description,
    Optional<String> licence,
    List<String> samples,
    Optional<String> exampleFile,
    List<Scoring> scorings,
    String primary,
    Optional<String> guardrail,
    Refusals refusals,
    Hints hints) {
  /// How the usual scorers are called where a suite names none.
  private static final String PRIMARY = "right";

  private static final String GUARDRAIL = "confident-wrong";

  /// Digests everything that changes what is asked or how it is scored.
  void digest(Digest digest) {
    digest.add("primary").add(primary).add("guardrail").add(guardrail.orElse(""));
    scorings.stream()
        .sorted(Comparator.comparing(Scoring::name))
        .forEach(scoring -> digest.add("scorer").add(scoring.name()).add(scoring.canonical()));
    refusals.phrases().forEach(phrase -> digest.add("refusal").add(phrase));
    digest.add("system").add(hints.system().orElse(""));
    hints.examples().forEach(example -> digest.add("example").add(example.canonical()));
    hints.tools().ifPresent(tools -> digest.add("tools").add(CanonicalJson.text(tools)));
    digest.add("samples");
  }

  /// Reads one.
  static final class Reader {
    private final YamlSections yaml;
    private final Faults faults;

    Reader(YamlSections yaml, Faults faults) {
      this.yaml = yaml;
      this.faults = faults;
    }

    /// @param name that is taken where the file says none
    /// @param usualType the scorer's type that is taken where the file names none
    Header read(ObjectNode file, String name, Supplier<String> usualType) {
      Options options = yaml.options("The suite", file);
      Refusals refusals = refusals(options);
      Optional<JsonNode> solver = options.json("solver");
      Optional<Options> solving =
          solver.flatMap(node -> section(node, "Solver", options, "solver"));
      Optional<String> examples = solving.flatMap(each -> each.text("examples"));
      Hints hints = solving.map(this::hints).orElse(Hints.NONE);
      ObjectNode scorers = scorers(options, usualType);
      String primary = primary(options, scorers);
      Optional<String> guardrail = guardrail(options, scorers, primary);
      List<Scoring> scorings = scorings(scorers, options, primary, refusals);
      checkBases(scorings, scorers, options);
      Header header =
          new Header(
              options.text("name").orElse(name),
              options.text("description").orElse(""),
              options.text("licence"),
              options.texts("samples"),
              examples,
              scorings,
              primary,
              guardrail,
              refusals,
              hints);
      options.finish();
      return header;
    }

    private Optional<Options> section(JsonNode node, String title, Options within, String name) {
      if (node instanceof ObjectNode object) {
        return Optional.of(yaml.options(title, object));
      }
      within.fault(name, "'%s' is no section of 'name: value' lines.".formatted(name));
      return Optional.empty();
    }

    private Refusals refusals(Options options) {
      Optional<Options> section =
          options
              .json("refusals")
              .flatMap(node -> section(node, "Section 'refusals'", options, "refusals"));
      if (section.isEmpty()) {
        return Refusals.USUAL;
      }
      Options refusals = section.get();
      Refusals base = refusals.has("only") ? Refusals.only(refusals.texts("only")) : Refusals.USUAL;
      Refusals all = base.and(refusals.texts("add"));
      refusals.finish();
      return all;
    }

    private Hints hints(Options solver) {
      Hints hints =
          new Hints(
              solver.text("system"),
              solver.file("examples").map(text -> examples(text, solver)).orElse(List.of()),
              solver.file("tools").flatMap(text -> tools(text, solver)));
      solver.finish();
      return hints;
    }

    private List<Sample> examples(String text, Options solver) {
      String file = solver.text("examples").orElse("");
      List<Sample> examples = new ArrayList<>();
      int number = 0;
      String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
      for (String line : bare.lines().toList()) {
        int at = ++number;
        if (!line.isBlank()) {
          SampleReader.read(
                  line.getBytes(StandardCharsets.UTF_8), message -> faults.add(file, at, message))
              .ifPresent(read -> examples.add(read.sample()));
        }
      }
      return examples;
    }

    private static Optional<JsonNode> tools(String text, Options solver) {
      Optional<JsonNode> tools = CanonicalJson.parse(text).filter(JsonNode::isArray);
      if (tools.isEmpty()) {
        solver.fault("tools", "the file named by 'tools' is no JSON list.");
      }
      return tools;
    }

    /// The section `scorers`, or one with the usual scorers.
    private static ObjectNode scorers(Options options, Supplier<String> usualType) {
      Optional<JsonNode> scorers = options.json("scorers");
      if (scorers.isPresent() && scorers.get() instanceof ObjectNode some && !some.isEmpty()) {
        return some;
      }
      if (scorers.isPresent()) {
        options.fault("scorers", "'scorers' names none. Write a name and a type: right: exact.");
      }
      ObjectNode usual = JsonNodeFactory.instance.objectNode();
      usual.put(PRIMARY, scorers.isPresent() ? "exact" : usualType.get());
      return usual;
    }

    private static String primary(Options options, ObjectNode scorers) {
      Optional<String> primary = options.text("primary");
      if (primary.isPresent()) {
        if (!scorers.has(primary.get())) {
          options.fault("primary", unknownScorer("primary", primary.get(), scorers));
        }
        return primary.get();
      }
      if (scorers.size() > 1) {
        options.fault(
            "scorers",
            "'primary' is missing. Say which score decides: primary: %s."
                .formatted(scorers.fieldNames().next()));
      }
      return scorers.fieldNames().next();
    }

    /// Where nothing is said, harm is to be wrong without saying so.
    private static Optional<String> guardrail(Options options, ObjectNode scorers, String primary) {
      Optional<String> guardrail = options.text("guardrail");
      if (guardrail.isPresent() && guardrail.get().equals("none")) {
        return Optional.empty();
      }
      if (guardrail.isPresent()) {
        if (!scorers.has(guardrail.get())) {
          options.fault("guardrail", unknownScorer("guardrail", guardrail.get(), scorers));
        } else if (guardrail.get().equals(primary)) {
          options.fault(
              "guardrail",
              "'%s' is both primary score and guardrail: one is good when high, the other when low."
                  .formatted(primary));
        }
        return guardrail;
      }
      if (!scorers.has(GUARDRAIL)) {
        scorers.set(GUARDRAIL, TextNode.valueOf(GUARDRAIL));
      }
      return Optional.of(GUARDRAIL);
    }

    private static String unknownScorer(String use, String name, ObjectNode scorers) {
      List<String> known = new ArrayList<>();
      scorers.fieldNames().forEachRemaining(known::add);
      return "'%s' names scorer '%s', which is not there. Known scorers: %s."
          .formatted(use, name, String.join(", ", known));
    }

    private List<Scoring> scorings(
        ObjectNode scorers, Options suite, String primary, Refusals refusals) {
      List<Scoring> scorings = new ArrayList<>();
      for (Map.Entry<String, JsonNode> entry : scorers.properties()) {
        String name = entry.getKey();
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        if (entry.getValue() instanceof ObjectNode object) {
          section = object;
        } else if (entry.getValue().isTextual()) {
          section.set("type", entry.getValue());
        }
        Options options =
            entry.getValue() instanceof ObjectNode
                ? yaml.options("Scorer '" + name + "'", section)
                : new Options(
                    "Scorer '" + name + "'",
                    section,
                    Map.of(),
                    0,
                    suite.folder(),
                    (_, message) -> suite.fault("scorers", message));
        String type = options.needText("type", "Known types: " + Scoring.types() + ".");
        if (Scoring.isType(type)) {
          scorings.add(Scoring.read(name, type, options, primary, refusals));
        } else if (!type.equals("?")) {
          options.fault(
              "type",
              "there is no scorer type '%s'. Known types: %s.".formatted(type, Scoring.types()));
        }
      }
      return scorings;
    }

    private static void checkBases(List<Scoring> scorings, ObjectNode scorers, Options options) {
      for (Scoring scoring : scorings) {
        scoring
            .restsOn()
            .ifPresent(base -> {
              boolean sound =
                  scorers.has(base)
                      && scorings.stream()
                          .filter(each -> each.name().equals(base))
                          .allMatch(each -> each.restsOn().isEmpty());
              if (!sound) {
                options.fault(
                    "scorers",
                    "scorer '%s' rests on '%s', which is not there or rests on another itself. Write of: with the name of one that does not."
                        .formatted(scoring.name(), base));
              }
            });
      }
    }
  }
}
