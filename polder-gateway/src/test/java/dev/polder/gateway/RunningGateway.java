package dev.polder.gateway;

import dev.polder.gateway.call.CallListener;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.Serving;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Hedge;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.guard.Keyring;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.mirror.Mirror;
import dev.polder.gateway.mirror.Mirroring;
import dev.polder.gateway.restriction.AccessWatch;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.restriction.Selector;
import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.DataClass;
import dev.polder.gateway.route.Ladder;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.server.GatewayOptions;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.gateway.traffic.Traffic;
import dev.polder.http.client.Transport;
import dev.polder.http.server.ServerTls;
import dev.polder.model.Credentials;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import dev.polder.model.Traits;
import dev.polder.model.bundle.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A gateway on a real port, with one use case a test's upstreams are the candidates of, in their
/// order.
public final class RunningGateway implements AutoCloseable {
  public static final Limits SHORT =
      new Limits(
          Duration.ofMillis(500),
          Duration.ofMillis(600),
          Duration.ofMillis(600),
          Duration.ofMillis(600),
          Duration.ofSeconds(4),
          Duration.ofSeconds(9),
          Duration.ofSeconds(15));

  private final GatewayServer server;
  private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
  private final Set<Thread> loops = ConcurrentHashMap.newKeySet();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Restrictions restrictions = new Restrictions(InstantSource.system());
  private final List<Deployment> deployments = new ArrayList<>();
  private final Health health;
  private final Gate gate = new Gate(InstantSource.system());
  private final Mirror mirror = new Mirror();

  private RunningGateway(Builder builder) {
    for (URI address : builder.upstreams) {
      deployments.add(deployment(builder, deployments.size(), address));
    }
    Random random = new Random(7);
    health = new Health(builder.healthPolicy, System::nanoTime, random, (name, from, to) -> {});
    ContinuityPolicy policy =
        new ContinuityPolicy(
            builder.interruption,
            builder.limits,
            builder.bufferBound,
            builder.retries,
            builder.hedge);
    UseCase letters =
        new UseCase(
            "letters",
            "Letters",
            builder.pooled ? new Ladder(pooled(deployments)) : told(deployments, builder.bundles),
            policy,
            builder.dataClass,
            OptionalDouble.empty(),
            builder.evidence,
            builder.mirroring);
    Serving serving =
        new Serving(
            new Catalogue(List.of(letters), deployments, policy), new Keyring(builder.keys));
    GatewayOptions usual = GatewayOptions.usual();
    GatewayOptions options =
        new GatewayOptions(
            "127.0.0.1",
            0,
            builder.longestRequest,
            Duration.ofMillis(500),
            usual.longestAnswer(),
            usual.connectionsPerUpstream(),
            builder.connectionsPerClient,
            2,
            builder.tls);
    try {
      server =
          GatewayServer.start(
              options,
              () -> serving,
              new Router(restrictions, health, gate, random),
              receipt -> {
                loops.add(Thread.currentThread());
                receipts.add(receipt);
              },
              new Circumstances(
                  restrictions,
                  health,
                  new AccessWatch(
                      restrictions,
                      AccessWatch.Policy.USUAL,
                      InstantSource.system(),
                      System::nanoTime,
                      random),
                  new Traffic(System::nanoTime),
                  mirror,
                  builder.listener),
              InstantSource.system(),
              random);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private static Deployment deployment(Builder builder, int index, URI address) {
    String name = "candidate-" + (index + 1);
    Provider provider =
        new Provider(
            "provider-" + (index + 1),
            builder.preset,
            () -> builder.unaddressed.contains(name) ? Optional.empty() : Optional.of(address),
            Credentials.of(builder.credentials),
            Transport.DIRECT);
    return new Deployment(
        name,
        provider,
        builder.models.isEmpty() ? "served-model" : builder.models.get(index),
        builder.jurisdictions.isEmpty()
            ? new Jurisdiction("NL", "NL", "FR")
            : builder.jurisdictions.get(index),
        builder.traits.isEmpty() ? Traits.USUAL : builder.traits.get(index));
  }

  /// All but the last deployment make the primary's pool.
  private static List<Candidate> pooled(List<Deployment> deployments) {
    List<Deployment> pool = deployments.subList(0, deployments.size() - 1);
    return List.of(
        new Candidate("pool", pool, true),
        new Candidate("fallback", List.of(deployments.getLast()), false));
  }

  private static Ladder told(List<Deployment> deployments, List<Bundle> bundles) {
    List<Candidate> candidates = new ArrayList<>(Ladder.of(deployments).candidates());
    for (int i = 0; i < bundles.size(); i++) {
      Candidate candidate = candidates.get(i);
      candidates.set(
          i,
          new Candidate(candidate.name(), candidate.pool(), candidate.primary(), bundles.get(i)));
    }
    return new Ladder(candidates);
  }

  /// What restricts its deployments, `candidate-1` and so on.
  public Restrictions restrictions() {
    return restrictions;
  }

  /// Forbids what `selector` meets.
  public void cut(String selector, boolean now) {
    restrictions.declare(
        new Restriction(
            "r" + selector.hashCode(),
            Selector.parse(selector),
            new Restriction.Effect.Cut(now),
            Restriction.Origin.DECLARED,
            "a test says so",
            "test",
            Instant.now(),
            Optional.empty()));
  }

  /// What decides which fallbacks are proven.
  public Gate gate() {
    return gate;
  }

  /// Where calls wait that are mirrored.
  public Mirror mirror() {
    return mirror;
  }

  public Health health() {
    return health;
  }

  public Deployment deployment(int index) {
    return deployments.get(index);
  }

  public static Builder over(URI... upstreams) {
    return new Builder(List.of(upstreams));
  }

  /// The gateway shows another certificate.
  public void show(ServerTls tls) {
    server.show(tls);
  }

  public int port() {
    return server.port();
  }

  public URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /// Posts `body` to the chat path and reads the answer whole.
  public HttpResponse<String> chat(String body) throws IOException, InterruptedException {
    return post("/v1/chat/completions", body);
  }

  public HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(at(path))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  public HttpClient http() {
    return http;
  }

  /// The next receipt, in order of settlement.
  public Receipt receipt() throws InterruptedException {
    Receipt receipt = receipts.poll(10, TimeUnit.SECONDS);
    if (receipt == null) {
      throw new AssertionError("no receipt within 10 s");
    }
    return receipt;
  }

  /// The event loops that have settled a call so far; there are two.
  public Set<Thread> loops() {
    return loops;
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }

  /// What may differ from the usual.
  public static final class Builder {
    private final List<URI> upstreams;
    private Preset preset = Preset.VLLM;
    private Interruption interruption = Interruption.FAIL;
    private Limits limits = SHORT;
    private int bufferBound = ContinuityPolicy.USUAL_BUFFER_BOUND;
    private int longestRequest = 1024 * 1024;
    private List<ClientKey> keys = List.of();
    private List<String> models = List.of();
    private List<String> unaddressed = List.of();
    private List<Jurisdiction> jurisdictions = List.of();
    private List<Traits> traits = List.of();
    private DataClass dataClass = DataClass.ANY;
    private HealthPolicy healthPolicy = HealthPolicy.USUAL;
    private int retries;
    private List<Secret> credentials = List.of(new Secret("upstream-secret"));
    private Optional<Hedge> hedge = Optional.empty();
    private boolean pooled;
    private Optional<EvidenceDemand> evidence = Optional.empty();
    private List<Bundle> bundles = List.of();
    private Optional<Mirroring> mirroring = Optional.empty();
    private OptionalInt connectionsPerClient = OptionalInt.empty();
    private Optional<ServerTls> tls = Optional.empty();
    private CallListener listener = CallListener.NONE;

    Builder(List<URI> upstreams) {
      this.upstreams = upstreams;
    }

    public Builder preset(Preset other) {
      preset = other;
      return this;
    }

    public Builder buffering() {
      interruption = Interruption.BUFFER;
      return this;
    }

    public Builder bufferBound(int bytes) {
      bufferBound = bytes;
      return this;
    }

    public Builder limits(Limits other) {
      limits = other;
      return this;
    }

    public Builder longestRequest(int bytes) {
      longestRequest = bytes;
      return this;
    }

    public Builder keys(ClientKey... required) {
      keys = List.of(required);
      return this;
    }

    public Builder models(String... names) {
      models = List.of(names);
      return this;
    }

    /// These have no address now, as an engine's deployment while it starts again.
    public Builder unaddressed(String... candidates) {
      unaddressed = List.of(candidates);
      return this;
    }

    /// How often a broken candidate is asked again; here usually never, so that each attempt of a
    /// test has its own reason.
    public Builder retries(int times) {
      retries = times;
      return this;
    }

    /// What every provider knows us by.
    public Builder credentials(String... secrets) {
      credentials = Arrays.stream(secrets).map(Secret::new).toList();
      return this;
    }

    public Builder hedge(Duration after, double share, boolean paid) {
      hedge = Optional.of(new Hedge(after, share, paid));
      return this;
    }

    /// Where the candidates are, in their order.
    public Builder jurisdictions(Jurisdiction... inOrder) {
      jurisdictions = List.of(inOrder);
      return this;
    }

    public Builder traits(Traits... inOrder) {
      traits = List.of(inOrder);
      return this;
    }

    public Builder dataClass(DataClass required) {
      dataClass = required;
      return this;
    }

    public Builder health(HealthPolicy policy) {
      healthPolicy = policy;
      return this;
    }

    /// What the use case asks of its fallbacks.
    public Builder evidence(EvidenceDemand demand) {
      evidence = Optional.of(demand);
      return this;
    }

    /// A share of the use case's calls is mirrored.
    public Builder mirroring(double share) {
      mirroring = Optional.of(new Mirroring(share));
      return this;
    }

    /// All upstreams but the last serve one variant as a pool; the last is the fallback.
    public Builder pooled() {
      pooled = true;
      return this;
    }

    /// What the first candidates are told besides, in their order.
    public Builder bundles(Bundle... inOrder) {
      bundles = List.of(inOrder);
      return this;
    }

    /// How many one client may have, which here are all of a test.
    public Builder connectionsPerClient(int most) {
      connectionsPerClient = OptionalInt.of(most);
      return this;
    }

    public Builder tls(ServerTls shown) {
      tls = Optional.of(shown);
      return this;
    }

    /// Who hears of its calls.
    public Builder listener(CallListener other) {
      listener = other;
      return this;
    }

    public RunningGateway start() {
      return new RunningGateway(this);
    }
  }
}
