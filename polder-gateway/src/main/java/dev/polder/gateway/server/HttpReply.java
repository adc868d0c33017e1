package dev.polder.gateway.server;

import dev.polder.gateway.continuity.CallFailure;
import dev.polder.gateway.continuity.Reply;
import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.server.CoalescedResponse;
import dev.polder.http.sse.SseText;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reply to one HTTP request; knows whether the head has gone out. On the event loop only.
final class HttpReply implements Reply {
  private static final Logger LOG = LoggerFactory.getLogger(HttpReply.class);

  /// Fields of an upstream's answer that are passed on.
  private static final List<String> PASSED_ON =
      List.of("x-request-id", "openai-processing-ms", "openai-version");

  // Names and values that are hashed, checked and encoded once and not for every reply.
  private static final CharSequence ACCEL_BUFFERING = text("x-accel-buffering");
  private static final CharSequence CALL = text("x-polder-call");
  private static final CharSequence DEPLOYMENT = text("x-polder-deployment");
  private static final CharSequence SERVED = text("x-polder-served");
  private static final CharSequence ATTEMPTS = text("x-polder-attempts");
  private static final CharSequence EVIDENCE = text("x-polder-evidence");
  private static final CharSequence EVENT_STREAM = text("text/event-stream; charset=utf-8");
  private static final CharSequence NO_CACHE = text("no-cache");
  private static final CharSequence NO = text("no");
  private static final CharSequence PRIMARY = text("primary");
  private static final CharSequence FALLBACK = text("fallback");

  private final HttpServerResponse response;
  private final CoalescedResponse out;
  private final EventLoop loop;
  private final String call;
  private @Nullable Runnable left;
  private @Nullable Runnable drained;
  private boolean begun;
  private boolean over;

  HttpReply(HttpServerResponse response, EventLoop loop, String call) {
    this.response = response;
    this.loop = loop;
    this.call = call;
    this.out = new CoalescedResponse(response, loop, () -> tell(left), () -> tell(drained));
  }

  private static CharSequence text(String text) {
    return HttpHeaders.createOptimized(text);
  }

  private static void tell(@Nullable Runnable listener) {
    if (listener != null) {
      listener.run();
    }
  }

  /// The identifier of the call that this answers.
  String call() {
    return call;
  }

  @Override
  public void listen(Runnable whenLeft, Runnable whenDrained) {
    left = whenLeft;
    drained = whenDrained;
    if (out.isClosed()) {
      loop.execute(whenLeft);
    }
  }

  @Override
  public void beginStream(ServedBy by) {
    if (begun || out.isClosed()) {
      return;
    }
    putServedBy(by);
    beginStream();
  }

  private void beginStream() {
    begun = true;
    response.setStatusCode(200).setChunked(true);
    response.putHeader(HttpHeaders.CONTENT_TYPE, EVENT_STREAM);
    response.putHeader(HttpHeaders.CACHE_CONTROL, NO_CACHE);
    response.putHeader(ACCEL_BUFFERING, NO);
    response.putHeader(CALL, call);
  }

  private void putServedBy(ServedBy by) {
    response.putHeader(DEPLOYMENT, by.deployment());
    response.putHeader(SERVED, by.primary() ? PRIMARY : FALLBACK);
    response.putHeader(ATTEMPTS, Integer.toString(by.attempts()));
    if (!by.evidence().isEmpty()) {
      response.putHeader(EVIDENCE, by.evidence());
    }
  }

  @Override
  public void keepWaiting() {
    if (over || out.isClosed()) {
      return;
    }
    if (!begun) {
      beginStream();
    }
    out.write(SseText.comment("polder is waiting for a model"));
  }

  @Override
  public void write(Bytes events) {
    out.write(events);
  }

  @Override
  public void finish() {
    over = true;
    out.end();
  }

  @Override
  public void whole(Answer answer, ServedBy by) {
    if (out.isClosed()) {
      return;
    }
    over = true;
    response.setStatusCode(answer.status());
    response.putHeader(
        HttpHeaders.CONTENT_TYPE,
        answer.headers().first("content-type").orElse("application/json"));
    for (String name : PASSED_ON) {
      answer.headers().first(name).ifPresent(value -> response.putHeader(name, value));
    }
    response.putHeader(CALL, call);
    putServedBy(by);
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length()));
    out.end(answer.body());
  }

  @Override
  public void fail(CallFailure failure) {
    if (out.isClosed() || over) {
      return;
    }
    if (!begun && failure instanceof CallFailure.Returned returned && startsAStream(returned)) {
      beginStream(returned.by());
    }
    over = true;
    if (begun) {
      out.end(ErrorAnswer.inStream(failure));
      return;
    }
    send(ErrorAnswer.of(failure), attempts(failure));
  }

  private static boolean startsAStream(CallFailure.Returned returned) {
    return returned.fault() instanceof Fault.ReportedInStream;
  }

  private static int attempts(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Returned returned -> returned.by().attempts();
      case CallFailure.Exhausted exhausted -> exhausted.attempts().size();
      case CallFailure.DeadlinePassed passed -> passed.attempts().size();
      case CallFailure.Interrupted interrupted -> 1;
      case CallFailure.CutOff cut -> 1;
      case CallFailure.NoneProven unproven -> unproven.attempts().size();
      case CallFailure.NoCandidate none -> 0;
    };
  }

  private void send(ErrorAnswer error, int attempts) {
    over = true;
    response.setStatusCode(error.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, error.contentType());
    response.putHeader(CALL, call);
    response.putHeader(ATTEMPTS, Integer.toString(attempts));
    for (Map.Entry<String, String> field : error.headers().fields()) {
      response.putHeader(field.getKey(), field.getValue());
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(error.body().length()));
    out.end(error.body());
  }

  /// Refuses the request before it has become a call.
  void refuse(ErrorAnswer error) {
    if (!out.isClosed() && !over) {
      send(error, 0);
    }
  }

  /// Runs a step of serving the request. This is the event loop's edge: a fault of Polder's own
  /// ends in an answer and in the log, and touches no other request.
  void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException fault) {
      LOG.error("Request {} failed unexpectedly; please report this.", call, fault);
      refuse(ErrorAnswer.unexpected());
    }
  }

  /// Answers with JSON of Polder's own.
  void json(int status, String text) {
    if (out.isClosed() || over) {
      return;
    }
    over = true;
    Bytes body = Bytes.utf8(text);
    response.setStatusCode(status);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    out.end(body);
  }

  @Override
  public boolean isFull() {
    return out.isFull();
  }
}
