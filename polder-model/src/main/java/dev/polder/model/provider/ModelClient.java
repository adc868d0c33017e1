package dev.polder.model.provider;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.http.client.UpstreamClient;
import dev.polder.http.client.UpstreamRequest;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import dev.polder.model.openai.ModelRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends requests to deployments and reads their replies. One per event loop; on that loop only.
public final class ModelClient implements AutoCloseable {
  private static final Exchange NOTHING = new NoExchange();

  /// More addresses than this were not configured: engines that come and go have used new ports.
  private static final int MANY_ADDRESSES = 1_000;

  /// What all requests of a kind have, whoever made them.
  private static final List<Map.Entry<String, String>> FOR_STREAMS = common("text/event-stream");

  private static final List<Map.Entry<String, String>> FOR_ANSWERS = common("application/json");

  private final UpstreamClient upstreams;
  private final EventLoop loop;
  private final int longestAnswer;

  /// Addresses are the same from call to call, and take long to put together from text.
  private final Map<Endpoint, URI> addresses = new HashMap<>();

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
            address(address.get(), request.operation()),
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
    fields.addAll(request.stream() ? FOR_STREAMS : FOR_ANSWERS);
    if (!credential.isNone()) {
      fields.add(provider.preset().credentialField(credential));
    }
    return new Headers(fields);
  }

  private static List<Map.Entry<String, String>> common(String accepted) {
    return List.of(
        Map.entry("content-type", "application/json"),
        Map.entry("accept", accepted),
        Map.entry("accept-encoding", "identity"));
  }

  private URI address(URI provider, Operation operation) {
    if (addresses.size() > MANY_ADDRESSES) {
      addresses.clear();
    }
    return addresses.computeIfAbsent(new Endpoint(provider, operation), Endpoint::uri);
  }

  @Override
  public void close() {
    upstreams.close();
  }

  /// What is asked of a provider, and where it is.
  private record Endpoint(URI provider, Operation operation) {
    URI uri() {
      return URI.create(provider + operation.path());
    }
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
