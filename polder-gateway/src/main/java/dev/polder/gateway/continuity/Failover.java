package dev.polder.gateway.continuity;

import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.Route;
import dev.polder.gateway.route.Step;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import dev.polder.model.Secret;
import dev.polder.model.bundle.Rendering;
import dev.polder.model.openai.AnswerText;
import dev.polder.model.openai.ChatChunk;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Carries one call down its route until somebody has answered: the only loop of attempts that
/// there is, for streams and for answers in one piece.
///
/// The rules, in the order in which they are asked after a failure. A failure that is the caller's
/// own, or a refusal, is returned as it is. Once the client has seen part of an answer, the failure
/// is told within the stream, since text of two models is never joined. Else somebody else is
/// asked: another deployment of the same candidate at once, the same candidate again after a pause
/// as often as the policy allows, then the next candidate. An answer that does not fit the use
/// case's schema never reaches the client: who gave it mends it, once, or the next candidate is
/// asked. When nobody can be asked now but somebody rests, the call waits, as long as its deadline
/// allows. Then the client gets the last upstream's words and the list of attempts.
///
/// Usually one attempt is under way; two while a call is hedged, until the first of them brings
/// content. One instance a call, on the call's event loop only.
public final class Failover implements RunningAttempt.Owner {
  /// Hears what becomes of a call, on its event loop.
  public interface Listener {
    /// One of its attempts begins.
    ///
    /// @param previous the last attempt that is over, if there is one
    /// @param fields of the client's request that would travel on
    /// @return the fields that do
    Headers attemptBegun(Deployment deployment, Optional<Attempt> previous, Headers fields);

    /// One of its attempts is over; the call may go on.
    void attemptEnded(Attempt attempt);

    /// Nothing more will happen. Told once.
    void concluded(Failover call, Conclusion conclusion);
  }

  private final Route route;
  private final boolean stream;
  private final Headers forwarded;
  private final ContinuityPolicy policy;
  private final HedgeBudget hedges;
  private final Means means;
  private final EventLoop loop;
  private final Reply reply;
  private final Listener listener;
  private final List<Attempt> attempts = new ArrayList<>(2);
  private final List<RunningAttempt> running = new ArrayList<>(2);
  private final Tries tries;
  private final Waiting waiting;
  private final Fitting fitting;
  private final List<EventLoop.Timer> timers = new ArrayList<>(3);
  private @Nullable Fault last;
  private long started;
  private long deadline;
  private boolean over;

  /// @param rendering the client's request, as it goes to each candidate
  /// @param forwarded fields of the client's request that travel on to upstreams
  /// @param hedges the loop's budget for hedging calls of this use case
  public Failover(
      Route route,
      Rendering rendering,
      Headers forwarded,
      ContinuityPolicy policy,
      HedgeBudget hedges,
      Means means,
      Reply reply,
      Listener listener) {
    this.route = route;
    this.stream = rendering.request().stream();
    this.forwarded = forwarded;
    this.policy = policy;
    this.hedges = hedges;
    this.means = means;
    this.loop = means.loop();
    this.reply = reply;
    this.listener = listener;
    this.tries = new Tries(policy, means);
    this.waiting = new Waiting(route, policy.limits(), means, this::proceed);
    this.fitting = new Fitting(rendering, loop);
  }

  /// Begins the first attempt.
  public void start() {
    started = loop.nanoTime();
    deadline = started + policy.limits().call().toNanos();
    reply.listen(this::abandoned, this::drained);
    timers.add(loop.after(policy.limits().call(), this::deadlinePassed));
    if (stream) {
      holdOn();
    }
    next();
    policy.hedge().ifPresent(this::hedgeLater);
  }

  /// Comes back as long as the client has seen nothing of an answer.
  private void holdOn() {
    timers.add(
        loop.after(
            policy.limits().hold(),
            () -> {
              if (!over && !committed()) {
                reply.keepWaiting();
                holdOn();
              }
            }));
  }

  private boolean committed() {
    return !running.isEmpty() && running.getFirst().transmission().committed();
  }

  // ---- who is asked next

  private void next() {
    Optional<Step.Go> mending = fitting.next(route);
    switch (mending.isPresent() ? mending.get() : route.next(tries::isSpent)) {
      case Step.Go go -> begin(go);
      case Step.Wait wait -> {
        if (!waiting.begin(wait, deadline)) {
          noMoreWaiting(wait);
        }
      }
      case Step.Nobody nobody -> exhausted(nobody.exclusions(), Optional.empty());
    }
  }

  private void noMoreWaiting(Step.Wait wait) {
    switch (route.insteadOf(wait, tries::isSpent)) {
      case Step.Go go -> begin(go);
      case Step.Wait other when waiting.begin(other, deadline) -> {}
      case Step.Wait other -> exhausted(other.exclusions(), other.rest());
      case Step.Nobody nobody -> exhausted(nobody.exclusions(), wait.rest());
    }
  }

  private void begin(Step.Go go) {
    waiting.served();
    Secret credential = go.deployment().provider().credentials().pick(loop.nanoTime());
    boolean judged = go.candidate().bundle().schema().isPresent();
    Transmission latent = Transmission.latent(policy, judged);
    RunningAttempt attempt =
        new RunningAttempt(go, credential, policy.limits(), latent, loop, this);
    running.add(attempt);
    Optional<Attempt> previous =
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    Exchange exchange =
        means
            .client()
            .send(
                go.deployment(),
                fitting.request(go),
                listener.attemptBegun(go.deployment(), previous, forwarded),
                credential,
                policy.limits().connect(),
                attempt);
    attempt.runs(exchange, stream);
  }

  /// Ends a wait, whatever it was for.
  private void proceed() {
    if (over || !running.isEmpty()) {
      return;
    }
    waiting.stop();
    next();
  }

  private void exhausted(List<Exclusion> exclusions, Optional<Duration> earliest) {
    List<Exclusion> unproven =
        exclusions.stream()
            .filter(exclusion -> exclusion.cause() == Exclusion.Cause.UNPROVEN)
            .toList();
    if (!unproven.isEmpty() && (last == null || attempts.getLast().result().lostAccess())) {
      String reason = CallFailure.reasons(exclusions);
      fail(new CallFailure.NoneProven(reason, List.copyOf(attempts), earliest), reason);
    } else if (last == null) {
      CallFailure.NoCandidate none = CallFailure.NoCandidate.of(exclusions, earliest);
      fail(none, none.reason());
    } else {
      fail(
          new CallFailure.Exhausted(
              last, List.copyOf(attempts), earliest, CallFailure.reasons(unproven)),
          CallFailure.list(attempts));
    }
  }

  // ---- what an attempt brings

  private Reply.ServedBy servedBy(RunningAttempt attempt) {
    return new Reply.ServedBy(
        attempt.deployment().name(),
        attempt.candidate().primary(),
        attempts.size() + running.size(),
        attempt.evidence());
  }

  @Override
  public void event(RunningAttempt attempt, StreamEvent event) {
    if (event.kind() == ChatChunk.Kind.CONTENT) {
      stopOthers(attempt);
    }
    attempt.transmit(event, reply, servedBy(attempt));
    if (attempt.transmission().overfull()) {
      attempt.stop();
      failed(attempt, Fitting.TOO_LONG, false);
    } else if (attempt.transmission().committed()) {
      stopOthers(attempt); // so much without content that the client has begun to get it
      if (reply.isFull()) {
        attempt.pause();
      }
    }
  }

  /// Whoever brings content first has won.
  private void stopOthers(RunningAttempt winner) {
    if (running.size() < 2) {
      return;
    }
    for (RunningAttempt other : List.copyOf(running)) {
      if (other != winner) {
        stop(other, Attempt.Result.OUTPACED, "another attempt began sooner");
      }
    }
  }

  private void drained() {
    if (!over) {
      List.copyOf(running).forEach(RunningAttempt::resume); // which may end some
    }
  }

  @Override
  public void complete(RunningAttempt attempt) {
    judge(
        attempt,
        () -> AnswerText.ofStream(attempt.transmission().held()),
        () -> {
          attempt.lease().answered();
          attempt.transmission().complete(reply, servedBy(attempt));
          served(attempt, 200, attempt.finishReason());
        });
  }

  @Override
  public void answered(RunningAttempt attempt, Answer answer) {
    judge(
        attempt,
        () -> AnswerText.ofWhole(answer.body()),
        () -> {
          attempt.lease().answered();
          reply.whole(answer, servedBy(attempt));
          served(attempt, answer.status(), answer.finishReason());
        });
  }

  /// While an answer is judged its attempt is under way: it may yet be ended by a restriction, by
  /// the deadline or by the client.
  private void judge(RunningAttempt attempt, Callable<List<AnswerText>> texts, Runnable serve) {
    fitting.judge(
        attempt,
        texts,
        () -> {
          if (running.contains(attempt)) {
            stopOthers(attempt);
            serve.run();
          }
        },
        unfit -> {
          if (running.contains(attempt)) {
            fitting.unfit(attempt, unfit);
            failed(attempt, new Fault.Invalid(unfit.summary()), false);
          }
        });
  }

  private void served(RunningAttempt attempt, int status, String finishReason) {
    end(attempt, Attempt.Result.ANSWERED, status, "");
    conclude(Conclusion.Kind.SERVED, "", finishReason, attempt.firstContentAfter(started));
  }

  @Override
  public void failed(RunningAttempt attempt, Fault fault, boolean tooSlow) {
    FailureClass failureClass = FailureClass.of(fault, attempt.deployment().provider().preset());
    Reply.ServedBy by = servedBy(attempt);
    tries.failed(attempt, failureClass, fault);
    Attempt record =
        end(
            attempt,
            tooSlow ? Attempt.Result.TOO_SLOW : Attempt.Result.of(failureClass),
            Attempt.status(fault),
            fault.summary());
    last = fault;
    if (attempt.transmission().committed()) {
      fail(new CallFailure.Interrupted(fault, record), fault.summary());
    } else if (!failureClass.goesOn() && running.isEmpty()) {
      fail(new CallFailure.Returned(fault, by), fault.summary());
    } else if (running.isEmpty()) {
      boolean retryable = failureClass == FailureClass.BROKEN && !tooSlow;
      (retryable ? tries.retry(attempt) : Optional.<Duration>empty())
          .ifPresentOrElse(waiting::pause, this::next);
    }
  }

  // ---- hedging

  private void hedgeLater(Hedge hedge) {
    hedges.call(hedge.share());
    timers.add(loop.after(hedge.after(), () -> hedge(hedge)));
  }

  private void hedge(Hedge hedge) {
    if (over || running.size() != 1 || hasBegun(running.getFirst()) || !hedges.take()) {
      return;
    }
    Deployment first = running.getFirst().deployment();
    boolean mayPay = hedge.paid() || !first.traits().metered();
    route
        .beside(deployment ->
            tries.isSpent(deployment)
                || deployment.equals(first)
                || (deployment.traits().metered() && !mayPay))
        .ifPresentOrElse(this::begin, hedges::giveBack);
  }

  private static boolean hasBegun(RunningAttempt attempt) {
    return attempt.hasContent() || attempt.transmission().committed();
  }

  // ---- restrictions

  /// To be called when other restrictions are in force: an attempt that has brought the client
  /// nothing leaves a deployment that is cut now; one that has goes on, unless the restriction says
  /// that streams end too.
  public void restrictionsChanged() {
    for (RunningAttempt attempt : List.copyOf(running)) {
      if (!over) {
        route.cutting(attempt.deployment()).ifPresent(restriction -> leave(attempt, restriction));
      }
    }
    if (!over && running.isEmpty()) {
      proceed();
    }
  }

  private void leave(RunningAttempt attempt, Restriction restriction) {
    String reason = "restricted (%s)".formatted(restriction.selector());
    if (!attempt.transmission().committed()) {
      stop(attempt, Attempt.Result.RESTRICTED, reason);
    } else if (restriction.effect() instanceof Restriction.Effect.Cut cut && cut.now()) {
      Attempt record = stop(attempt, Attempt.Result.RESTRICTED, reason);
      fail(new CallFailure.CutOff(restriction.selector().toString(), record), reason);
    }
  }

  // ---- ends

  private void deadlinePassed() {
    if (over) {
      return;
    }
    String reason =
        "deadline of %s s passed".formatted(RunningAttempt.seconds(policy.limits().call()));
    // Others may have used the time up: whether this one is slow, its own limits tell.
    stopAll(Attempt.Result.TOO_SLOW, reason);
    fail(new CallFailure.DeadlinePassed(policy.limits().call(), List.copyOf(attempts)), reason);
  }

  private void abandoned() {
    if (over) {
      return;
    }
    stopAll(Attempt.Result.ABANDONED, "the client left");
    conclude(Conclusion.Kind.ABANDONED, "the client left", "", Optional.empty());
  }

  private void stopAll(Attempt.Result result, String reason) {
    for (RunningAttempt attempt : List.copyOf(running)) {
      stop(attempt, result, reason);
    }
  }

  private Attempt stop(RunningAttempt attempt, Attempt.Result result, String reason) {
    attempt.stop();
    attempt.lease().unjudged();
    return end(attempt, result, 0, reason);
  }

  private Attempt end(RunningAttempt attempt, Attempt.Result result, int status, String reason) {
    running.remove(attempt);
    Attempt record = attempt.record(result, status, reason);
    attempts.add(record);
    listener.attemptEnded(record);
    return record;
  }

  private void fail(CallFailure failure, String reason) {
    reply.fail(failure);
    conclude(Conclusion.Kind.FAILED, reason, "", Optional.empty());
  }

  private void conclude(
      Conclusion.Kind kind, String reason, String finishReason, Optional<Duration> untilFirst) {
    over = true;
    waiting.stop();
    timers.forEach(EventLoop.Timer::cancel);
    listener.concluded(this, new Conclusion(kind, attempts, reason, finishReason, untilFirst));
  }
}
