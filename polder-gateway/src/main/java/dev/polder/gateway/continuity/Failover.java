package dev.polder.gateway.continuity;

import dev.polder.gateway.route.Candidate;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.ModelClient;
import dev.polder.model.provider.StreamEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries one call down its candidates until one of them has answered: the only loop of attempts
/// that there is, for streams and for answers in one piece.
///
/// The rules, in the order in which they are asked after a failure: a failure that is the caller's
/// own, or a refusal, is returned as it is; once the client has seen part of an answer, the failure
/// is told within the stream, since text of two models is never joined; else the next candidate is
/// tried; when none is left, the client gets the last upstream's words and the list of attempts.
///
/// One instance a call, on the call's event loop only.
public final class Failover implements RunningAttempt.Owner {
  private final Iterator<Candidate> candidates;
  private final ModelRequest request;
  private final Headers forwarded;
  private final ContinuityPolicy policy;
  private final ModelClient client;
  private final EventLoop loop;
  private final Reply reply;
  private final Consumer<Conclusion> concluded;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<EventLoop.Timer> timers = new ArrayList<>(2);
  private Transmission transmission;
  private @Nullable RunningAttempt running;
  private boolean over;

  /// @param candidates in the order in which they are tried, at least one
  /// @param forwarded fields of the client's request that travel on to upstreams
  /// @param concluded told once, when nothing more will happen
  public Failover(
      List<Candidate> candidates,
      ModelRequest request,
      Headers forwarded,
      ContinuityPolicy policy,
      ModelClient client,
      EventLoop loop,
      Reply reply,
      Consumer<Conclusion> concluded) {
    this.candidates = candidates.iterator();
    this.request = request;
    this.forwarded = forwarded;
    this.policy = policy;
    this.client = client;
    this.loop = loop;
    this.reply = reply;
    this.concluded = concluded;
    this.transmission = Transmission.latent(policy);
  }

  /// Begins the first attempt.
  public void start() {
    reply.listen(this::abandoned, this::drained);
    timers.add(loop.after(policy.limits().call(), this::deadlinePassed));
    if (request.stream()) {
      holdOn();
    }
    next();
  }

  /// Comes back as long as the client has seen nothing of an answer.
  private void holdOn() {
    timers.add(
        loop.after(
            policy.limits().hold(),
            () -> {
              if (!over && !transmission.committed()) {
                reply.keepWaiting();
                holdOn();
              }
            }));
  }

  private void next() {
    transmission = Transmission.latent(policy);
    RunningAttempt attempt = new RunningAttempt(candidates.next(), policy.limits(), loop, this);
    running = attempt;
    Exchange exchange =
        client.send(
            attempt.candidate().deployment(),
            request,
            forwarded,
            attempt.candidate().deployment().provider().credentials().pick(loop.nanoTime()),
            policy.limits().connect(),
            attempt);
    attempt.runs(exchange, request.stream());
  }

  private RunningAttempt current() {
    if (running == null) {
      throw new IllegalStateException("no attempt is running");
    }
    return running;
  }

  private Reply.ServedBy servedBy() {
    Candidate candidate = current().candidate();
    return new Reply.ServedBy(
        candidate.deployment().name(), candidate.primary(), attempts.size() + 1);
  }

  @Override
  public void event(StreamEvent event) {
    transmission = transmission.event(event, reply, servedBy());
    if (transmission.committed() && reply.isFull()) {
      current().pause();
    }
  }

  private void drained() {
    if (running != null && !over) {
      running.resume();
    }
  }

  @Override
  public void complete() {
    transmission.complete(reply, servedBy());
    attempts.add(current().record(Attempt.Result.ANSWERED, 200, ""));
    conclude(Conclusion.Kind.SERVED, "", current().finishReason());
  }

  @Override
  public void answered(Answer answer) {
    reply.whole(answer, servedBy());
    attempts.add(current().record(Attempt.Result.ANSWERED, answer.status(), ""));
    conclude(Conclusion.Kind.SERVED, "", answer.finishReason());
  }

  @Override
  public void failed(Fault fault, boolean tooSlow) {
    FailureClass failureClass =
        FailureClass.of(fault, current().candidate().deployment().provider().preset());
    Reply.ServedBy by = servedBy();
    Attempt attempt =
        current()
            .record(
                tooSlow ? Attempt.Result.TOO_SLOW : Attempt.Result.of(failureClass),
                fault instanceof Fault.Rejected rejected ? rejected.status() : 0,
                fault.summary());
    attempts.add(attempt);
    if (transmission.committed()) {
      fail(new CallFailure.Interrupted(fault, attempt), fault.summary());
    } else if (!failureClass.goesOn()) {
      fail(new CallFailure.Returned(fault, by), fault.summary());
    } else if (candidates.hasNext()) {
      next();
    } else {
      fail(new CallFailure.Exhausted(fault, List.copyOf(attempts)), CallFailure.list(attempts));
    }
  }

  private void deadlinePassed() {
    if (over) {
      return;
    }
    String reason = "deadline of %d s passed".formatted(policy.limits().call().toSeconds());
    stopAttempt(Attempt.Result.TOO_SLOW, reason);
    fail(new CallFailure.DeadlinePassed(policy.limits().call(), List.copyOf(attempts)), reason);
  }

  private void abandoned() {
    if (over) {
      return;
    }
    stopAttempt(Attempt.Result.ABANDONED, "the client left");
    conclude(Conclusion.Kind.ABANDONED, "the client left", "");
  }

  private void stopAttempt(Attempt.Result result, String reason) {
    RunningAttempt attempt = current();
    attempt.stop();
    attempts.add(attempt.record(result, 0, reason));
  }

  private void fail(CallFailure failure, String reason) {
    reply.fail(failure);
    conclude(Conclusion.Kind.FAILED, reason, "");
  }

  private void conclude(Conclusion.Kind kind, String reason, String finishReason) {
    over = true;
    timers.forEach(EventLoop.Timer::cancel);
    concluded.accept(new Conclusion(kind, attempts, reason, finishReason));
  }
}
