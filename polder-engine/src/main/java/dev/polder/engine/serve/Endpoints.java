package dev.polder.engine.serve;

import dev.polder.engine.decode.Answer;
import dev.polder.engine.decode.AnswerListener;
import dev.polder.engine.decode.Question;
import dev.polder.engine.decode.SentenceModel;
import dev.polder.http.VertxEventLoop;
import dev.polder.http.server.BoundedBody;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Reads requests on the event loop and puts them into the queue.
final class Endpoints {
  private static final int MOST_BYTES = 1 << 20;

  private static final Duration BODY_LIMIT = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final String name;
  private final RequestReader reader;
  private final BiFunction<Question, AnswerListener, Answer> chat;
  private final Function<List<String>, SentenceModel.Vectors> sentences;
  private final Access access;
  private final FairQueue<Job> queue;
  private final InstantSource clock;
  private final RandomGenerator random;

  Endpoints(
      Vertx vertx,
      String name,
      BiFunction<Question, AnswerListener, Answer> chat,
      Function<List<String>, SentenceModel.Vectors> sentences,
      Access access,
      FairQueue<Job> queue,
      InstantSource clock,
      RandomGenerator random) {
    this.vertx = vertx;
    this.name = name;
    this.reader = new RequestReader(name);
    this.chat = chat;
    this.sentences = sentences;
    this.access = access;
    this.queue = queue;
    this.clock = clock;
    this.random = random;
  }

  void handle(HttpServerRequest request) {
    Optional<String> withdrawn = access.withdrawn();
    if (withdrawn.isPresent()) {
      plain(request).error(ApiError.withdrawn(withdrawn.get()));
      return;
    }
    String asked = request.method().name() + " " + request.path();
    switch (asked) {
      case "GET /health" -> plain(request).json(200, Json.health(name));
      case "GET /v1/models" ->
          plain(request).json(200, Json.models(List.of(name, SentenceModel.NAME), now()));
      case "POST /v1/chat/completions" ->
          withBody(request, body -> chat(request, reader.chat(body)));
      case "POST /v1/embeddings" ->
          withBody(request, body -> embed(request, reader.embeddings(body)));
      default -> plain(request).error(ApiError.unknownPath(asked));
    }
  }

  private Outgoing plain(HttpServerRequest request) {
    return new Outgoing(VertxEventLoop.current(vertx), request.response(), () -> {});
  }

  private void withBody(HttpServerRequest request, Consumer<byte[]> next) {
    BoundedBody.read(
        request,
        VertxEventLoop.current(vertx),
        MOST_BYTES,
        BODY_LIMIT,
        body -> {
          try {
            next.accept(body.toArray());
          } catch (RequestFault fault) {
            plain(request).error(fault.error());
          }
        },
        refusal ->
            plain(request)
                .error(
                    switch (refusal) {
                      case TOO_LARGE -> ApiError.tooLarge(MOST_BYTES);
                      case TOO_SLOW -> ApiError.tooSlow(BODY_LIMIT);
                    }));
  }

  private void chat(HttpServerRequest request, EngineRequest.Chat asked) {
    String client = client(request, asked);
    AtomicReference<Job> waiting = new AtomicReference<>();
    Outgoing outgoing = outgoing(request, client, waiting);
    byte[] id = new byte[12];
    random.nextBytes(id);
    ChatReply.Head head =
        new ChatReply.Head("chatcmpl-" + HexFormat.of().formatHex(id), name, now());
    ChatReply reply =
        asked.streams()
            ? new ChatReply.Streamed(outgoing, head, asked.includesUsage())
            : new ChatReply.Whole(outgoing, head, new StringBuilder());
    waiting.set(new Job(() -> reply.finished(chat.apply(asked.question(), reply)), reply::failed));
    enqueue(client, waiting.get());
  }

  private void embed(HttpServerRequest request, EngineRequest.Embeddings asked) {
    String client = client(request, asked);
    AtomicReference<Job> waiting = new AtomicReference<>();
    Outgoing outgoing = outgoing(request, client, waiting);
    waiting.set(
        new Job(
            () ->
                outgoing.json(200, Json.embeddings(sentences.apply(asked.texts()), asked.base64())),
            outgoing::error));
    enqueue(client, waiting.get());
  }

  /// The response to a request in the queue, which leaves the queue when the client leaves.
  private Outgoing outgoing(
      HttpServerRequest request, String client, AtomicReference<Job> waiting) {
    return new Outgoing(
        VertxEventLoop.current(vertx),
        request.response(),
        () -> queue.remove(client, waiting.get()));
  }

  private void enqueue(String client, Job job) {
    queue.offer(client, job).ifPresent(Job::refuse);
  }

  /// Who takes turns: the user that the request names, else the connection.
  private static String client(HttpServerRequest request, EngineRequest asked) {
    return asked.user().isEmpty()
        ? "connection " + request.connection().remoteAddress()
        : "user " + asked.user();
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
