package dev.polder.model.provider;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.http.client.UpstreamClient;
import dev.polder.http.client.UpstreamRequest;
import dev.polder.model.Deployment;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import dev.polder.model.openai.ModelRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends requests to deployments and reads their replies. One per event loop; on that loop only.
public final class ModelClient implements AutoCloseable {
  private static final Exchange NOTHING = new NoExchange();

  private final UpstreamClient upstreams;
  private final EventLoop loop;
  private final int longestAnswer;

  /// @param longestAnswer bound on a whole answer and on one event of a stream, in bytes
  public ModelClient(UpstreamClient upstreams, EventLoop loop, int longestAnswer) {
    this.upstreams = upstreams;
    this.loop = loop;
    this.longestAnswer = longestAnswer;
  }

  /// Begins an attempt. `listener` may be told of a provider without address before this returns,
  /// of everything else later.
  ///
  /// @param forwarded fields of the client's request that may travel on
  /// @param credential one of the provider's, which the caller picks, so that it can set it aside
  ///   when the provider does not take it
  public Exchange send(
      Deployment deployment,
      ModelRequest request,
      Headers forwarded,
      Secret credential,
      Duration connectLimit,
      ReplyListener listener) {
    Provider provider = deployment.provider();
    Optional<URI> address = provider.address().get();
    if (address.isEmpty()) {
      listener.failed(new Fault.Unreachable("its engine is not running"));
      return NOTHING;
    }
    boolean askForUsage = provider.preset().usageInStreams();
    Bytes body = request.forUpstream(deployment.model(), askForUsage);
    UpstreamRequest upstreamRequest =
        new UpstreamRequest(
            "POST",
            URI.create(address.get() + request.operation().path()),
            headers(provider, credential, request, forwarded),
            body,
            connectLimit,
            provider.transport());
    ReplyReader reader =
        new ReplyReader(
            request.operation(),
            request.stream(),
            askForUsage && request.stream() && !request.usageAsked(),
            longestAnswer,
            loop,
            provider.credentials(),
            listener);
    Exchange exchange = upstreams.send(upstreamRequest, reader);
    reader.reads(exchange);
    return exchange;
  }

  private static Headers headers(
      Provider provider, Secret credential, ModelRequest request, Headers forwarded) {
    List<Map.Entry<String, String>> fields = new ArrayList<>(forwarded.fields());
    fields.add(Map.entry("content-type", "application/json"));
    fields.add(Map.entry("accept", request.stream() ? "text/event-stream" : "application/json"));
    fields.add(Map.entry("accept-encoding", "identity"));
    if (!credential.isNone()) {
      fields.add(provider.preset().credentialField(credential));
    }
    return new Headers(fields);
  }

  @Override
  public void close() {
    upstreams.close();
  }

  /// What stands for an exchange that never began.
  private record NoExchange() implements Exchange {
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {}
  }
}
