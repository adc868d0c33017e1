package dev.polder.app.config.litellm;

import dev.polder.app.config.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// LiteLLM's names of models and their fallbacks: each name is a use case, its fallbacks the rest
/// of its ladder.
final class ImportedUseCases {
  private static final Duration USUAL_CALL = Duration.ofMinutes(5);
  private static final int MOST_RETRIES = 5;

  private final ImportedModels models;
  private final Map<String, Set<String>> fallbacks = new LinkedHashMap<>();
  private final List<String> forAll = new ArrayList<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private Optional<String> retries = Optional.empty();
  private Optional<Duration> answer = Optional.empty();
  private Optional<Duration> firstToken = Optional.empty();

  ImportedUseCases(ImportedModels models) {
    this.models = models;
  }

  /// Reads what LiteLLM takes in `router_settings` and in `litellm_settings` alike.
  void read(Mapping settings) {
    ladder(settings, "fallbacks");
    ladder(settings, "context_window_fallbacks");
    if (settings.has("context_window_fallbacks")) {
      settings.remark(
          "context_window_fallbacks",
          "became further fallbacks: Polder goes on to the next candidate that can, whatever the"
              + " reason.");
    }
    settings.texts("default_fallbacks").stream()
        .filter(name -> known(settings, "default_fallbacks", name))
        .forEach(forAll::add);
    settings.text("num_retries").ifPresent(text -> retries(settings, text));
    answer = first(answer, Seconds.of(settings, "timeout"), settings, "timeout");
    answer = first(answer, Seconds.of(settings, "request_timeout"), settings, "request_timeout");
    firstToken =
        first(firstToken, Seconds.of(settings, "stream_timeout"), settings, "stream_timeout");
  }

  /// The router's word counts, which was read first.
  private static <T> Optional<T> first(
      Optional<T> one, Optional<T> other, Mapping settings, String key) {
    if (one.isPresent() && other.isPresent()) {
      settings.remark(key, "was left out: the same is said elsewhere, and counts there.");
    }
    return one.isPresent() ? one : other;
  }

  private void retries(Mapping settings, String text) {
    if (!text.matches("[0-9]{1,3}")) {
      settings.remark("num_retries", "is no whole number, and was left out.");
      return;
    }
    int number = Integer.parseInt(text);
    if (number > MOST_RETRIES) {
      settings.remark(
          "num_retries", "became 5, which is the most: then the next candidate's turn comes.");
    }
    retries =
        first(
            retries,
            Optional.of(Integer.toString(Math.min(number, MOST_RETRIES))),
            settings,
            "num_retries");
  }

  private void ladder(Mapping settings, String key) {
    for (Mapping entry : settings.sections(key)) {
      for (String name : entry.keys()) {
        List<String> others =
            entry.texts(name).stream().filter(other -> known(settings, key, other)).toList();
        if (name.equals("*")) {
          forAll.addAll(others);
        } else if (known(settings, key, name)) {
          fallbacks.computeIfAbsent(name, unknown -> new LinkedHashSet<>()).addAll(others);
        }
      }
    }
  }

  private boolean known(Mapping settings, String key, String name) {
    if (models.group(name).isPresent()) {
      return true;
    }
    settings.remark(key, "names a model that is not in the new file; it was left out there.");
    return false;
  }

  /// Reads `model_group_alias`: other names for the same.
  void readAliases(Mapping all) {
    for (String alias : all.keys()) {
      Optional<String> target = target(all, alias);
      if (target.flatMap(models::group).isEmpty() || models.group(alias).isPresent()) {
        all.remark(alias, "is no other name of a model in the new file, and was left out.");
      } else {
        aliases.put(alias, target.get());
      }
    }
  }

  /// It is a name, or a section with one under `model`.
  private static Optional<String> target(Mapping all, String alias) {
    return all.isSection(alias) ? all.section(alias).text("model") : all.text(alias);
  }

  /// The lines under `use-cases`.
  String yaml() {
    String own =
        models.groups().stream()
            .map(group -> useCase(group.name(), group, ""))
            .collect(Collectors.joining());
    return own
        + aliases.entrySet().stream()
            .map(alias ->
                useCase(
                    alias.getKey(),
                    models.group(alias.getValue()).orElseThrow(),
                    "  # another name of " + alias.getValue()))
            .collect(Collectors.joining());
  }

  private String useCase(String name, ImportedModels.Group group, String comment) {
    Set<String> candidates = new LinkedHashSet<>(group.candidates());
    fallbacks
        .getOrDefault(group.name(), Set.of())
        .forEach(other -> candidates.addAll(candidates(other)));
    forAll.forEach(other -> candidates.addAll(candidates(other)));
    List<String> fields = new ArrayList<>();
    fields.add(
        "candidates: ["
            + candidates.stream().map(Quoted::text).collect(Collectors.joining(", "))
            + "]");
    retries.ifPresent(number -> fields.add("retries: " + number));
    String limits = limits(group);
    if (!limits.isEmpty()) {
      fields.add("limits: {" + limits + "}");
    }
    return "  %s:%s\n    %s\n".formatted(Quoted.text(name), comment, String.join("\n    ", fields));
  }

  private List<String> candidates(String name) {
    return models.group(name).map(ImportedModels.Group::candidates).orElse(List.of());
  }

  private String limits(ImportedModels.Group group) {
    List<String> limits = new ArrayList<>();
    Optional<Duration> first =
        group.firstToken().isZero() ? firstToken : Optional.of(group.firstToken());
    first.ifPresent(limit -> limits.add("first-token: " + Seconds.text(limit)));
    Optional<Duration> whole = group.answer().isZero() ? answer : Optional.of(group.answer());
    whole.ifPresent(limit -> {
      limits.add("answer: " + Seconds.text(limit));
      if (limit.compareTo(USUAL_CALL) > 0) {
        limits.add("call: " + Seconds.text(limit));
      }
    });
    return String.join(", ", limits);
  }
}
