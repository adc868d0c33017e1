package dev.polder.http.client;

import dev.polder.http.Bytes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends requests to upstreams over kept connections. One per event loop, so that no call leaves
/// its loop; all methods on that loop only.
public final class UpstreamClient implements AutoCloseable {
  private final Vertx vertx;
  private final int connectionsPerHost;

  /// One for all who trust the same authorities; as a rule there is one.
  private final Map<Authorities, HttpClientAgent> clients = new HashMap<>();

  /// @param connectionsPerHost how many connections to one host at most; more requests wait, within
  ///   their connect limit
  public UpstreamClient(Vertx vertx, int connectionsPerHost) {
    this.vertx = vertx;
    this.connectionsPerHost = connectionsPerHost;
    clients.put(Authorities.USUAL, client(Authorities.USUAL));
  }

  private HttpClientAgent client(Authorities authorities) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setTcpNoDelay(true)
            .setKeepAlive(true)
            .setKeepAliveTimeout(30)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setMaxHeaderSize(64 * 1024)
            .setUseAlpn(false)
            .setVerifyHost(true);
    authorities
        .trustManager()
        .ifPresent(believing -> options.setTrustOptions(TrustOptions.wrap(believing)));
    PoolOptions pool =
        new PoolOptions().setHttp1MaxSize(connectionsPerHost).setMaxWaitQueueSize(100_000);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool)
        // A connection's end shows in the exchange that it carries, if any; no log is needed.
        .withConnectHandler(connection -> connection.exceptionHandler(ended -> {}))
        .build();
  }

  /// Begins an exchange; `listener` is told everything later, never inside this call.
  public Exchange send(UpstreamRequest request, ExchangeListener listener) {
    URI address = request.address();
    Optional<Proxy> proxy = request.transport().proxies().forAddress(address);
    Running running = new Running(listener, proxy);
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setSsl(address.getScheme().equals("https"))
            .setHost(address.getHost())
            .setPort(port(address))
            .setURI(target(address))
            .setFollowRedirects(false)
            .setConnectTimeout(Math.max(1, request.connectLimit().toMillis()));
    proxy.ifPresent(through -> options.setProxyOptions(proxyOptions(through)));
    clients
        .computeIfAbsent(request.transport().authorities(), this::client)
        .request(options)
        .onComplete(
            connected -> running.connected(connected, request),
            failure -> running.broke(TransportFailure.Phase.CONNECT, failure));
    return running;
  }

  private static ProxyOptions proxyOptions(Proxy proxy) {
    ProxyOptions options =
        new ProxyOptions().setType(ProxyType.HTTP).setHost(proxy.host()).setPort(proxy.port());
    if (!proxy.user().isEmpty()) {
      options.setUsername(proxy.user()).setPassword(proxy.password());
    }
    return options;
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equals("https") ? 443 : 80;
  }

  private static String target(URI address) {
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClientAgent::close);
  }

  /// An exchange and what of it exists so far.
  private static final class Running implements Exchange {
    private final ExchangeListener listener;
    private final Optional<Proxy> proxy;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private boolean paused;
    private boolean over;

    Running(ExchangeListener listener, Optional<Proxy> proxy) {
      this.listener = listener;
      this.proxy = proxy;
    }

    void connected(HttpClientRequest connected, UpstreamRequest sent) {
      // What fails shows as a failure of the response; without a handler it would be logged too.
      connected.exceptionHandler(failure -> {});
      if (over) {
        connected.response().onFailure(ended -> {});
        connected.reset();
        return;
      }
      request = connected;
      connected
          .response()
          .onComplete(
              this::answered, failure -> broke(TransportFailure.Phase.BEFORE_HEAD, failure));
      for (Map.Entry<String, String> field : sent.headers().fields()) {
        connected.headers().add(field.getKey(), field.getValue());
      }
      // A failure to write shows as a failure of the response.
      connected.end(sent.body().toBuffer());
    }

    private void answered(HttpClientResponse answer) {
      if (over) {
        return;
      }
      response = answer;
      if (paused) {
        answer.pause();
      }
      answer.handler(chunk -> {
        if (!over) {
          listener.bytes(Bytes.of(chunk));
        }
      });
      answer.exceptionHandler(failure -> broke(TransportFailure.Phase.BODY, failure));
      answer.endHandler(ignored -> {
        if (!over) {
          over = true;
          listener.end();
        }
      });
      List<Map.Entry<String, String>> fields = new ArrayList<>(answer.headers().size());
      answer.headers().forEach((name, value) -> fields.add(Map.entry(name, value)));
      listener.head(answer.statusCode(), new Headers(fields));
    }

    void broke(TransportFailure.Phase phase, Throwable failure) {
      if (over) {
        return;
      }
      over = true;
      listener.failed(new TransportFailure(phase, describe(phase, failure)));
    }

    private String describe(TransportFailure.Phase phase, Throwable failure) {
      return switch (phase) {
        case CONNECT -> ConnectFailure.describe(failure, proxy);
        case BEFORE_HEAD -> "connection closed before an answer";
        case BODY -> "answer cut off";
      };
    }

    @Override
    public void pause() {
      paused = true;
      if (response != null && !over) {
        response.pause();
      }
    }

    @Override
    public void resume() {
      paused = false;
      if (response != null && !over) {
        response.resume();
      }
    }

    @Override
    public void cancel() {
      if (over) {
        return;
      }
      over = true;
      if (request != null) {
        request.reset();
      }
    }
  }
}
