package dev.polder.gateway;

import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.guard.Keyring;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.route.Ladder;
import dev.polder.gateway.server.GatewayOptions;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
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
          Duration.ofSeconds(15));

  private final GatewayServer server;
  private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningGateway(Builder builder) {
    List<Deployment> deployments = new ArrayList<>();
    for (URI address : builder.upstreams) {
      String name = "candidate-" + (deployments.size() + 1);
      deployments.add(
          new Deployment(
              name,
              new Provider(
                  "provider-" + (deployments.size() + 1),
                  builder.preset,
                  () ->
                      builder.unaddressed.contains(name) ? Optional.empty() : Optional.of(address),
                  Optional.of(new Secret("upstream-secret"))),
              builder.models.isEmpty() ? "served-model" : builder.models.get(deployments.size()),
              new Jurisdiction("NL", "NL", "FR")));
    }
    ContinuityPolicy policy =
        new ContinuityPolicy(builder.interruption, builder.limits, builder.bufferBound);
    Catalogue catalogue =
        new Catalogue(
            List.of(new UseCase("letters", "Letters", Ladder.of(deployments), policy)),
            deployments,
            policy);
    GatewayOptions usual = GatewayOptions.usual();
    GatewayOptions options =
        new GatewayOptions(
            "127.0.0.1",
            0,
            builder.longestRequest,
            Duration.ofMillis(500),
            usual.longestAnswer(),
            usual.connectionsPerUpstream(),
            2);
    try {
      server =
          GatewayServer.start(
              options,
              catalogue,
              new Keyring(builder.keys),
              receipts::add,
              InstantSource.system(),
              new Random(7));
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  public static Builder over(URI... upstreams) {
    return new Builder(List.of(upstreams));
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

    public RunningGateway start() {
      return new RunningGateway(this);
    }
  }
}
