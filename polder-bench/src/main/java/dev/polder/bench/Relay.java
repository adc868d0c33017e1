package dev.polder.bench;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.VertxEventLoop;
import dev.polder.http.server.CoalescedResponse;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.CompletionException;

/// The least that a relay on Vert.x can do, as a measure for Polder: it copies heads and bytes
/// between a client and one upstream and looks at neither.
///
/// Its settings are those of Polder's data port: one HTTP client per event loop, native transport,
/// no delay in TCP, the writes of one turn of the loop in one flush, a slow client's upstream held
/// back.
public final class Relay implements AutoCloseable {
  private final Vertx vertx;

  private Relay(Vertx vertx) {
    this.vertx = vertx;
  }

  /// Runs until the process ends. Arguments: the port to listen at, the upstream's port.
  public static void main(String[] arguments) {
    int processors = Runtime.getRuntime().availableProcessors();
    Relay relay = start(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), processors);
    Runtime.getRuntime().addShutdownHook(new Thread(relay::close));
  }

  /// Starts to listen on loopback; returns when it does.
  static Relay start(int port, int upstreamPort, int eventLoops) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops));
    try {
      vertx
          .deployVerticle(
              () -> new Listener(port, upstreamPort),
              new DeploymentOptions().setInstances(eventLoops))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException noPort) {
      vertx.close();
      throw noPort;
    }
    return new Relay(vertx);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /// What one event loop has.
  private static final class Listener extends VerticleBase {
    private final int port;
    private final int upstreamPort;

    Listener(int port, int upstreamPort) {
      this.port = port;
      this.upstreamPort = upstreamPort;
    }

    @Override
    public Future<?> start() {
      EventLoop loop = VertxEventLoop.current(vertx);
      HttpClientAgent client = client();
      return vertx
          .createHttpServer(
              new HttpServerOptions()
                  .setTcpNoDelay(true)
                  .setHttp2ClearTextEnabled(false)
                  .setAcceptBacklog(4096)
                  .setReuseAddress(true))
          .connectionHandler(connection -> connection.exceptionHandler(gone -> {}))
          .requestHandler(
              request -> request.body().onSuccess(body -> relay(client, loop, request, body)))
          .listen(port, "127.0.0.1");
    }

    private HttpClientAgent client() {
      return vertx
          .httpClientBuilder()
          .with(
              new HttpClientOptions()
                  .setDefaultHost("127.0.0.1")
                  .setDefaultPort(upstreamPort)
                  .setTcpNoDelay(true)
                  .setKeepAlive(true)
                  .setPipelining(false)
                  .setDecompressionSupported(false)
                  .setUseAlpn(false))
          .with(new PoolOptions().setHttp1MaxSize(20_000).setMaxWaitQueueSize(100_000))
          .withConnectHandler(connection -> connection.exceptionHandler(ended -> {}))
          .build();
    }

    private static void relay(
        HttpClientAgent client, EventLoop loop, HttpServerRequest request, Buffer body) {
      client
          .request(request.method(), request.uri())
          .onSuccess(upstream -> {
            request
                .headers()
                .forEach((name, value) -> {
                  if (!name.equalsIgnoreCase("host")) {
                    upstream.putHeader(name, value);
                  }
                });
            upstream
                .response()
                .onSuccess(answer -> pass(answer, request.response(), upstream, loop))
                .onFailure(broken -> request.connection().close());
            upstream.end(body);
          })
          .onFailure(unreachable -> request.response().setStatusCode(502).end());
    }

    private static void pass(
        HttpClientResponse answer,
        HttpServerResponse response,
        HttpClientRequest upstream,
        EventLoop loop) {
      response.setStatusCode(answer.statusCode());
      response.headers().setAll(answer.headers());
      if (!answer.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
        response.setChunked(true);
      }
      CoalescedResponse out =
          new CoalescedResponse(response, loop, upstream::reset, answer::resume);
      answer.handler(bytes -> {
        out.write(Bytes.of(bytes));
        if (out.isFull()) {
          answer.pause();
        }
      });
      // An answer that was cut is cut for the client too.
      answer.exceptionHandler(broken -> response.reset());
      answer.endHandler(ignored -> out.end());
    }
  }
}
