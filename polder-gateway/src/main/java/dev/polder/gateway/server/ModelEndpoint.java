package dev.polder.gateway.server;

import dev.polder.gateway.call.Call;
import dev.polder.gateway.call.CallHandler;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Serving;
import dev.polder.gateway.call.UseCase;
import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Headers;
import dev.polder.http.server.BoundedBody;
import dev.polder.model.Operation;
import dev.polder.model.bundle.Rendering;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes in what asks a model for something: reads the body, finds the use case, makes the call.
final class ModelEndpoint {
  /// Scanning more than this takes longer than an event loop should be kept.
  private static final int LARGE = 256 * 1024;

  /// Fields of a client's request that travel on. Everything else stays here, above all
  /// credentials.
  private static final List<String> FORWARDED = List.of("openai-beta", "traceparent", "tracestate");

  private final Operation operation;
  private final Supplier<Serving> serving;
  private final CallHandler calls;
  private final GatewayOptions options;
  private final EventLoop loop;
  private final InstantSource clock;

  ModelEndpoint(
      Operation operation,
      Supplier<Serving> serving,
      CallHandler calls,
      GatewayOptions options,
      EventLoop loop,
      InstantSource clock) {
    this.operation = operation;
    this.serving = serving;
    this.calls = calls;
    this.options = options;
    this.loop = loop;
    this.clock = clock;
  }

  void handle(Exchange exchange) {
    BoundedBody.read(
        exchange.request(),
        loop,
        options.longestRequest(),
        options.requestLimit(),
        body -> exchange.reply().guard(() -> scan(exchange, body)),
        refusal -> refuse(exchange, refusal));
  }

  private void refuse(Exchange exchange, BoundedBody.Refusal refusal) {
    exchange
        .reply()
        .refuse(
            switch (refusal) {
              case TOO_LARGE ->
                  ErrorAnswer.invalidRequest(
                      413,
                      "The request's body is longer than %d bytes. Send less, or raise server.body-limit."
                          .formatted(options.longestRequest()),
                      "");
              case TOO_SLOW ->
                  ErrorAnswer.invalidRequest(
                      408,
                      "The request's body did not arrive within %d s."
                          .formatted(options.requestLimit().toSeconds()),
                      "");
            });
  }

  private void scan(Exchange exchange, Bytes body) {
    if (body.length() <= LARGE) {
      try {
        serve(exchange, read(body));
      } catch (BadRequestException bad) {
        refuse(exchange, bad);
      }
      return;
    }
    loop.offload(
        () -> read(body),
        asked -> exchange.reply().guard(() -> serve(exchange, asked)),
        failure -> {
          if (failure instanceof BadRequestException bad) {
            refuse(exchange, bad);
          } else {
            exchange
                .reply()
                .guard(() -> {
                  throw new IllegalStateException(failure);
                });
          }
        });
  }

  /// What was asked, and of whom.
  private record Asked(Rendering rendering, Catalogue catalogue, Optional<UseCase> useCase) {}

  /// Finds in the body what Polder must know, and what the use case's bundles edit.
  private Asked read(Bytes body) throws BadRequestException {
    ModelRequest request = ModelRequest.read(operation, body);
    Catalogue catalogue = serving.get().catalogue();
    Optional<UseCase> useCase = catalogue.find(request.model());
    boolean told = useCase.isPresent() && useCase.get().ladder().tells();
    Rendering rendering =
        told
            ? Rendering.of(request, useCase.get().ladder().bundles())
            : Rendering.untouched(request);
    return new Asked(rendering, catalogue, useCase);
  }

  private static void refuse(Exchange exchange, BadRequestException bad) {
    String message = bad.getMessage() == null ? "" : bad.getMessage();
    exchange.reply().refuse(ErrorAnswer.invalidRequest(400, message, bad.parameter().orElse("")));
  }

  private void serve(Exchange exchange, Asked asked) {
    if (asked.useCase().isEmpty()) {
      String model = asked.rendering().request().model();
      exchange.reply().refuse(ErrorAnswer.unknownModel(model, asked.catalogue().nearest(model)));
      return;
    }
    Call call =
        new Call(
            exchange.call(),
            exchange.key(),
            asked.useCase().get(),
            asked.rendering(),
            forwarded(exchange.request()),
            clock.instant());
    calls.handle(call, exchange.reply());
  }

  private static Headers forwarded(HttpServerRequest request) {
    Headers forwarded = Headers.NONE;
    for (String name : FORWARDED) {
      String value = request.getHeader(name);
      if (value != null) {
        forwarded = forwarded.with(name, value);
      }
    }
    return forwarded;
  }
}
