package dev.polder.engine.serve;

import dev.polder.engine.decode.Answer;
import dev.polder.engine.decode.AnswerListener;
import dev.polder.engine.decode.ChatModel;
import dev.polder.engine.decode.Question;
import dev.polder.engine.decode.SentenceModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A running HTTP server over a loaded model; closing it waits for answers under way.
public final class EngineServer implements AutoCloseable {
  private final Vertx vertx;
  private final HttpServer server;
  private final Slots slots;

  private EngineServer(Vertx vertx, HttpServer server, Slots slots) {
    this.vertx = vertx;
    this.server = server;
    this.slots = slots;
  }

  /// Starts to serve.
  ///
  /// @param random names answers; safe for use by several threads
  /// @throws IOException when the address is taken or cannot be had
  public static EngineServer start(
      ServerSettings settings,
      ChatModel chat,
      SentenceModel sentences,
      Access access,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    return start(settings, chat::answer, sentences::embed, access, clock, random);
  }

  /// Starts to serve what answers as a model does.
  static EngineServer start(
      ServerSettings settings,
      BiFunction<Question, AnswerListener, Answer> chat,
      Function<List<String>, SentenceModel.Vectors> sentences,
      Access access,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(true));
    FairQueue<Job> queue = new FairQueue<>(settings.queue());
    Endpoints endpoints =
        new Endpoints(vertx, settings.name(), chat, sentences, access, queue, clock, random);
    try {
      HttpServer server =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setHost(settings.host())
                      .setPort(settings.port())
                      .setHandle100ContinueAutomatically(true))
              .requestHandler(endpoints::handle)
              .listen()
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return new EngineServer(vertx, server, new Slots(settings.slots(), queue));
    } catch (CompletionException e) {
      vertx.close().await();
      throw new IOException(
          "Address %s:%d cannot be had: %s. Name another by --port or --host."
              .formatted(settings.host(), settings.port(), e.getCause()),
          e);
    }
  }

  /// The port that was got.
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    slots.close();
    vertx.close().await();
  }
}
