package dev.polder.app.config.litellm;

import dev.polder.app.config.Quoted;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// LiteLLM's `model_list`: each entry is a deployment, and several under one name are a pool.
final class ImportedModels {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}");
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final int MOST_WEIGHT = 1000;

  /// An entry that can be asked.
  ///
  /// @param fields what is said of it besides where it is and whose
  /// @param share its part of a pool's calls; 0 where nothing is said of it
  record Deployment(
      String name,
      String provider,
      String model,
      Backend backend,
      List<String> fields,
      BigInteger share) {
    /// Whether nothing is said of it but where it is.
    private boolean isPlain() {
      return fields.isEmpty() && share.signum() == 0;
    }
  }

  /// All entries under one `model_name`.
  static final class Group {
    private final String name;
    private final List<Deployment> deployments = new ArrayList<>();
    private Duration answer = Duration.ZERO;
    private Duration firstToken = Duration.ZERO;

    Group(String name) {
      this.name = name;
    }

    /// What clients ask for.
    String name() {
      return name;
    }

    /// The longest time that one of its entries may take; zero where none says.
    Duration answer() {
      return answer;
    }

    /// Likewise, until a stream begins.
    Duration firstToken() {
      return firstToken;
    }

    /// Whether they can be a pool: Polder takes no models of several makers for one.
    private boolean isPool() {
      return deployments.size() > 1
          && deployments.stream().map(one -> one.backend().maker()).distinct().count() == 1;
    }

    private String pool() {
      return name.substring(0, Math.min(name.length(), 95)) + "-pool";
    }

    /// As a ladder lists it.
    List<String> candidates() {
      return isPool() ? List.of(pool()) : deployments.stream().map(Deployment::name).toList();
    }
  }

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final ImportedProviders providers;
  private final List<Runnable> later = new ArrayList<>();

  ImportedModels(ImportedProviders providers) {
    this.providers = providers;
  }

  void read(List<Mapping> entries) {
    // Their names are those of use cases, which clients ask for.
    entries.forEach(entry -> entry.text("model_name").ifPresent(names::add));
    entries.forEach(this::read);
    later.forEach(Runnable::run);
  }

  private void read(Mapping entry) {
    Mapping parameters = entry.section("litellm_params");
    Optional<String> name = entry.text("model_name");
    String model = parameters.text("model").orElse("");
    if (name.isEmpty() || !NAME.matcher(name.get()).matches() || model.contains("*")) {
      entry.remark(
          "model_name",
          "was left out, with all that is said of it: Polder serves models by names that are given"
              + " one by one, of letters, digits and . _ / : -");
      entry.settle();
      return;
    }
    Optional<Backend.Model> asked =
        Backend.of(
            model,
            parameters.text("custom_llm_provider").orElse(""),
            parameters.has("api_base") || parameters.has("base_url"));
    if (asked.isEmpty()) {
      parameters.remark(
          "model",
          "was left out, with all that is said of it: Polder asks it by none of the ways that it"
              + " knows. Where its provider has an OpenAI-compatible address, write a provider with"
              + " 'base-url' for it.");
      entry.settle();
      return;
    }
    add(groups.computeIfAbsent(name.get(), Group::new), asked.get(), parameters, entry);
  }

  private void add(Group group, Backend.Model asked, Mapping parameters, Mapping entry) {
    ImportedProviders.Found provider = providers.of(asked.backend(), parameters);
    if (provider.name().startsWith("anthropic")) {
      parameters.remark(
          "model", "is asked by Anthropic's OpenAI-compatible address, which lacks some features.");
    }
    Mapping facts = entry.section("model_info");
    facts
        .text("mode")
        .filter(mode -> !Set.of("chat", "embedding").contains(mode))
        .ifPresent(mode ->
            facts.remark("mode", "is neither chat nor embedding: see whether Polder serves it."));
    List<String> fields = new ArrayList<>();
    concurrency(parameters).ifPresent(fields::add);
    price(parameters, facts).ifPresent(fields::add);
    Optional<Duration> answer = Seconds.of(parameters, "timeout");
    Optional<Duration> firstToken = Seconds.of(parameters, "stream_timeout");
    group.answer = longer(group.answer, answer);
    group.firstToken = longer(group.firstToken, firstToken);
    later.add(() -> {
      longest(group.answer, answer, parameters, "timeout");
      longest(group.firstToken, firstToken, parameters, "stream_timeout");
    });
    group.deployments.add(
        deployment(group, provider, asked.name(), fields, share(parameters), facts.text("id")));
    if (parameters.has("rpm")) {
      rates(group, parameters);
    }
    later.add(() -> judge(group, parameters));
  }

  /// One that other names have already, unless something is said of it here.
  private Deployment deployment(
      Group group,
      ImportedProviders.Found provider,
      String model,
      List<String> fields,
      BigInteger share,
      Optional<String> id) {
    Optional<Deployment> known =
        groups.values().stream()
            .filter(other -> other != group && id.isEmpty() && fields.isEmpty())
            .flatMap(other -> other.deployments.stream())
            .filter(other -> other.isPlain() && share.signum() == 0)
            .filter(other -> other.provider().equals(provider.name()))
            .filter(other -> other.model().equals(model))
            .findFirst();
    return known.orElseGet(() ->
        new Deployment(
            free(id.filter(NAME.asMatchPredicate()).orElse(provider.name() + "/" + model)),
            provider.name(),
            model,
            provider.backend(),
            List.copyOf(fields),
            share));
  }

  private static Duration longer(Duration one, Optional<Duration> other) {
    return other.filter(longer -> longer.compareTo(one) > 0).orElse(one);
  }

  private static void longest(
      Duration longest, Optional<Duration> own, Mapping parameters, String key) {
    if (own.isPresent() && !own.get().equals(longest)) {
      parameters.remark(key, "was left out: the longest of those under its name counts.");
    }
  }

  /// What cannot be kept of a group is said where its members stand.
  private static void judge(Group group, Mapping parameters) {
    boolean several = group.deployments.stream().map(Deployment::model).distinct().count() > 1;
    if (!group.isPool() && group.deployments.size() > 1) {
      parameters.remark(
          "model",
          "shares its name with models of other makers; they became candidates one after the other,"
              + " since a pool is one model.");
    } else if (several) {
      parameters.remark(
          "model",
          "shares its name with others that may be other models; a pool is one model, so make them"
              + " candidates one after the other if they are not the same.");
    }
  }

  private static void rates(Group group, Mapping parameters) {
    parameters.remark(
        "rpm",
        "became a part of its pool's calls where no 'weight' is given; the bound itself belongs to"
            + " a"
            + " restriction: polder restrict deployment:%s --cap %s/min"
                .formatted(group.deployments.getLast().name(), parameters.text("rpm").orElse("N")));
  }

  private static Optional<String> concurrency(Mapping parameters) {
    return parameters
        .text("max_parallel_requests")
        .flatMap(text -> {
          if (text.matches("[1-9][0-9]{0,5}")) {
            return Optional.of("concurrency: " + text);
          }
          parameters.remark("max_parallel_requests", "is no number from 1, and was left out.");
          return Optional.empty();
        });
  }

  /// LiteLLM counts by the token, Polder by a million of them.
  private static Optional<String> price(Mapping parameters, Mapping facts) {
    String input = "input_cost_per_token";
    String output = "output_cost_per_token";
    Mapping from = parameters.has(input) || parameters.has(output) ? parameters : facts;
    Optional<String> read = million(from, input);
    Optional<String> written = million(from, output);
    if (read.isPresent() && written.isPresent()) {
      return Optional.of("price: {input: %s, output: %s}".formatted(read.get(), written.get()));
    }
    if (from.has(input) || from.has(output)) {
      from.remark(
          from.has(input) ? input : output,
          "was left out: Polder wants both prices, as numbers, or none.");
    }
    return Optional.empty();
  }

  private static Optional<String> million(Mapping from, String key) {
    try {
      return from.text(key)
          .map(text -> new BigDecimal(text).multiply(MILLION).stripTrailingZeros().toPlainString())
          .filter(text -> text.matches("\\d{1,6}(\\.\\d{1,6})?"));
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /// `weight`, else `rpm`, as LiteLLM's own choice among them does it; 0 where there is neither.
  private static BigInteger share(Mapping parameters) {
    Optional<String> weight = parameters.text("weight");
    Optional<String> said = weight.or(() -> parameters.text("rpm"));
    if (said.isEmpty()) {
      return BigInteger.ZERO;
    }
    try {
      // As a whole number of millionths: weights may be fractions.
      BigDecimal number = new BigDecimal(said.get());
      if (number.signum() > 0 && number.compareTo(MILLION.multiply(MILLION)) < 0) {
        return number.multiply(MILLION).toBigInteger();
      }
    } catch (NumberFormatException noNumber) {
      // Said below.
    }
    if (weight.isPresent()) {
      parameters.remark("weight", "is no number above 0, and was left out.");
    }
    return BigInteger.ZERO;
  }

  private String free(String wanted) {
    String clean = wanted.replaceAll("[^A-Za-z0-9._/:-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    String first = clean.substring(0, Math.min(95, clean.length()));
    String name = first;
    for (int n = 2; !names.add(name); n++) {
      name = first + "-" + n;
    }
    return name;
  }

  List<Group> groups() {
    return List.copyOf(groups.values());
  }

  Optional<Group> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  /// The lines under `deployments`.
  String deploymentsYaml() {
    return groups.values().stream()
        .flatMap(group -> group.deployments.stream().map(one -> line(group, one)))
        .distinct() // one that has several names
        .collect(Collectors.joining());
  }

  private static String line(Group group, Deployment one) {
    List<String> fields = new ArrayList<>();
    fields.add("provider: " + Quoted.text(one.provider()));
    fields.add("model: " + Quoted.text(one.model()));
    Set<String> unknown = new LinkedHashSet<>(List.of("location"));
    fields.add("location: " + Backend.UNKNOWN);
    fields.add("control: " + one.backend().control());
    fields.add("maker: " + one.backend().maker());
    if (one.backend().control().equals(Backend.UNKNOWN)) {
      unknown.add("control");
    }
    if (one.backend().maker().equals(Backend.UNKNOWN)) {
      unknown.add("maker");
    }
    weight(group, one).ifPresent(fields::add);
    fields.addAll(one.fields());
    return "  %s: {%s}  # TODO %s\n"
        .formatted(Quoted.text(one.name()), String.join(", ", fields), String.join(", ", unknown));
  }

  /// Its share among the others' of its pool, in the smallest whole numbers.
  private static Optional<String> weight(Group group, Deployment one) {
    List<BigInteger> shares = group.deployments.stream().map(Deployment::share).toList();
    boolean said = shares.stream().allMatch(share -> share.signum() > 0);
    if (!group.isPool() || !said || shares.stream().distinct().count() == 1) {
      return Optional.empty();
    }
    BigInteger divisor = shares.stream().reduce(BigInteger.ZERO, BigInteger::gcd);
    BigInteger most = shares.stream().reduce(BigInteger.ONE, BigInteger::max).divide(divisor);
    BigInteger tooMuch = most.divide(BigInteger.valueOf(MOST_WEIGHT + 1L)).add(BigInteger.ONE);
    BigInteger weight = one.share().divide(divisor).divide(tooMuch).max(BigInteger.ONE);
    return Optional.of("weight: " + weight);
  }

  /// The lines under `pools`; `""` where there are none.
  String poolsYaml() {
    return groups.values().stream()
        .filter(Group::isPool)
        .map(group ->
            "  %s: [%s]\n"
                .formatted(
                    Quoted.text(group.pool()),
                    group.deployments.stream()
                        .map(one -> Quoted.text(one.name()))
                        .collect(Collectors.joining(", "))))
        .collect(Collectors.joining());
  }
}
