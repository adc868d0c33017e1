package dev.polder.gateway.continuity;

import dev.polder.gateway.health.Waiter;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.Route;
import dev.polder.gateway.route.Step;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.model.Credentials;
import dev.polder.model.Deployment;
import dev.polder.model.Secret;
import dev.polder.model.openai.ChatChunk;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.RestHint;
import dev.polder.model.provider.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Carries one call down its route until somebody has answered: the only loop of attempts that
/// there is, for streams and for answers in one piece.
///
/// The rules, in the order in which they are asked after a failure. A failure that is the caller's
/// own, or a refusal, is returned as it is. Once the client has seen part of an answer, the failure
/// is told within the stream, since text of two models is never joined. Else somebody else is
/// asked: another deployment of the same candidate at once, the same candidate again after a pause
/// as often as the policy allows, then the next candidate. When nobody can be asked now but
/// somebody rests, the call waits, as long as its deadline allows. Then the client gets the last
/// upstream's words and the list of attempts.
///
/// Usually one attempt is under way; two while a call is hedged, until the first of them brings
/// content. One instance a call, on the call's event loop only.
public final class Failover implements RunningAttempt.Owner {
  /// Hears what becomes of a call, on its event loop.
  public interface Listener {
    /// One of its attempts is over; the call may go on.
    void attemptEnded(Attempt attempt);

    /// Nothing more will happen. Told once.
    void concluded(Failover call, Conclusion conclusion);
  }

  /// How long a key that is refused rests, where its provider has others.
  private static final Duration REFUSED_KEY_REST = Duration.ofMinutes(5);

  /// A deployment that goes on saying when it can be asked again, and is busy then, is given up.
  private static final int MOST_TOLD_RESTS = 20;

  private static final Duration BUSY_KEY_REST = Duration.ofSeconds(2);

  private final Route route;
  private final ModelRequest request;
  private final Headers forwarded;
  private final ContinuityPolicy policy;
  private final HedgeBudget hedges;
  private final Means means;
  private final EventLoop loop;
  private final Reply reply;
  private final Listener listener;
  private final List<Attempt> attempts = new ArrayList<>(2);
  private final List<RunningAttempt> running = new ArrayList<>(2);
  private final Set<Deployment> spent = new HashSet<>();
  private final Map<Candidate, Integer> retries = new HashMap<>();
  private final Map<Deployment, Integer> busy = new HashMap<>();
  private final Map<Deployment, Integer> keysRefused = new HashMap<>();
  private final Set<Deployment> brokenHere = new HashSet<>();
  private final List<EventLoop.Timer> timers = new ArrayList<>(3);
  private @Nullable Fault last;
  private @Nullable Waiter waiter;
  private EventLoop.@Nullable Timer pause;
  private long started;
  private long deadline;
  private long waitingSince;
  private boolean over;

  /// @param forwarded fields of the client's request that travel on to upstreams
  /// @param hedges the loop's budget for hedging calls of this use case
  public Failover(
      Route route,
      ModelRequest request,
      Headers forwarded,
      ContinuityPolicy policy,
      HedgeBudget hedges,
      Means means,
      Reply reply,
      Listener listener) {
    this.route = route;
    this.request = request;
    this.forwarded = forwarded;
    this.policy = policy;
    this.hedges = hedges;
    this.means = means;
    this.loop = means.loop();
    this.reply = reply;
    this.listener = listener;
  }

  /// Begins the first attempt.
  public void start() {
    started = loop.nanoTime();
    deadline = started + policy.limits().call().toNanos();
    reply.listen(this::abandoned, this::drained);
    timers.add(loop.after(policy.limits().call(), this::deadlinePassed));
    if (request.stream()) {
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
    switch (route.next(spent::contains)) {
      case Step.Go go -> begin(go);
      case Step.Wait wait -> awaitSomebody(wait);
      case Step.Nobody nobody -> exhausted(nobody.exclusions(), Optional.empty());
    }
  }

  private void begin(Step.Go go) {
    waitingSince = 0;
    Secret credential = go.deployment().provider().credentials().pick(loop.nanoTime());
    RunningAttempt attempt =
        new RunningAttempt(
            go, credential, policy.limits(), Transmission.latent(policy), loop, this);
    running.add(attempt);
    Exchange exchange =
        means
            .client()
            .send(
                go.deployment(),
                request,
                forwarded,
                credential,
                policy.limits().connect(),
                attempt);
    attempt.runs(exchange, request.stream());
  }

  /// Nobody can be asked now, but somebody may be before the deadline.
  private void awaitSomebody(Step.Wait wait) {
    Duration left = leftToWait();
    boolean restsInTime = wait.rest().filter(rest -> rest.compareTo(left) < 0).isPresent();
    if (!restsInTime && (wait.full().isEmpty() || left.isZero())) {
      exhausted(wait.exclusions(), wait.rest());
      return;
    }
    if (!wait.full().isEmpty()) {
      waiter = route.await(wait, () -> loop.execute(() -> woken(wait)));
    }
    pauseFor(restsInTime ? wait.rest().orElse(left) : left);
  }

  /// What is left of the limit on waiting, which begins anew with each wait, within the deadline.
  private Duration leftToWait() {
    long now = loop.nanoTime();
    if (waitingSince == 0) {
      waitingSince = now;
    }
    Duration waited = Duration.ofNanos(now - waitingSince);
    Duration within = policy.limits().patience().minus(waited);
    Duration untilDeadline = Duration.ofNanos(deadline - now);
    Duration left = within.compareTo(untilDeadline) < 0 ? within : untilDeadline;
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void pauseFor(Duration rest) {
    long apart = means.random().nextLong(Math.clamp(rest.toMillis() / 10, 1, 1000));
    pause = loop.after(rest.plusMillis(1 + apart), this::proceed);
  }

  private void woken(Step.Wait wait) {
    proceed();
    route.passOn(wait);
  }

  /// Ends a wait, whatever it was for.
  private void proceed() {
    if (over || !running.isEmpty()) {
      return;
    }
    stopWaiting();
    next();
  }

  private void stopWaiting() {
    if (waiter != null) {
      waiter.giveUp();
      waiter = null;
    }
    if (pause != null) {
      pause.cancel();
      pause = null;
    }
  }

  private void exhausted(List<Exclusion> exclusions, Optional<Duration> earliest) {
    if (last == null) {
      String reason =
          exclusions.stream()
              .map(exclusion -> exclusion.deployment().name() + ": " + exclusion.reason())
              .collect(Collectors.joining("; "));
      boolean lasts = exclusions.stream().allMatch(exclusion -> exclusion.cause().lasts());
      fail(new CallFailure.NoCandidate(reason, earliest, lasts), reason);
    } else {
      fail(
          new CallFailure.Exhausted(last, List.copyOf(attempts), earliest),
          CallFailure.list(attempts));
    }
  }

  // ---- what an attempt brings

  private Reply.ServedBy servedBy(RunningAttempt attempt) {
    return new Reply.ServedBy(
        attempt.deployment().name(),
        attempt.candidate().primary(),
        attempts.size() + running.size());
  }

  @Override
  public void event(RunningAttempt attempt, StreamEvent event) {
    if (event.kind() == ChatChunk.Kind.CONTENT) {
      stopOthers(attempt);
    }
    attempt.transmit(event, reply, servedBy(attempt));
    if (attempt.transmission().committed()) {
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
    stopOthers(attempt);
    attempt.lease().answered();
    attempt.transmission().complete(reply, servedBy(attempt));
    served(attempt, 200, attempt.finishReason());
  }

  @Override
  public void answered(RunningAttempt attempt, Answer answer) {
    stopOthers(attempt);
    attempt.lease().answered();
    reply.whole(answer, servedBy(attempt));
    served(attempt, answer.status(), answer.finishReason());
  }

  private void served(RunningAttempt attempt, int status, String finishReason) {
    end(attempt, Attempt.Result.ANSWERED, status, "");
    conclude(Conclusion.Kind.SERVED, "", finishReason, attempt.firstContentAfter(started));
  }

  @Override
  public void failed(RunningAttempt attempt, Fault fault, boolean tooSlow) {
    FailureClass failureClass = FailureClass.of(fault, attempt.deployment().provider().preset());
    Reply.ServedBy by = servedBy(attempt);
    boolean otherKey = setCredentialAside(attempt, failureClass, fault);
    if (otherKey) {
      attempt.lease().unjudged();
    } else {
      judge(attempt, failureClass, fault);
    }
    Attempt record =
        end(
            attempt,
            tooSlow ? Attempt.Result.TOO_SLOW : Attempt.Result.of(failureClass),
            fault instanceof Fault.Rejected rejected ? rejected.status() : 0,
            fault.summary());
    last = fault;
    if (attempt.transmission().committed()) {
      fail(new CallFailure.Interrupted(fault, record), fault.summary());
    } else if (!failureClass.goesOn() && running.isEmpty()) {
      fail(new CallFailure.Returned(fault, by), fault.summary());
    } else {
      if (!otherKey) {
        spend(attempt, failureClass, fault);
      }
      if (running.isEmpty()) {
        retryOrNext(attempt, failureClass == FailureClass.BROKEN && !tooSlow);
      }
    }
  }

  /// Where a provider knows us by several keys, what one is refused another may get: the deployment
  /// is asked again at once, and nothing is held against it. Each key has one turn: where all of
  /// them may be used again in a moment, the call would never come to the next candidate.
  ///
  /// @return whether another key is left
  private boolean setCredentialAside(
      RunningAttempt attempt, FailureClass failureClass, Fault fault) {
    Credentials credentials = attempt.deployment().provider().credentials();
    boolean aboutTheKey =
        switch (failureClass) {
          case BUSY, UNPAID, WITHDRAWN -> credentials.count() > 1;
          case BROKEN, UNFIT, CALLER_FAULT, ANSWER -> false;
        };
    if (!aboutTheKey) {
      return false;
    }
    Duration usual = failureClass == FailureClass.BUSY ? BUSY_KEY_REST : REFUSED_KEY_REST;
    Duration rest = RestHint.of(fault, means.clock()).orElse(usual);
    boolean anotherLeft = credentials.setAside(attempt.credential(), loop.nanoTime(), rest);
    int refused = keysRefused.merge(attempt.deployment(), 1, Integer::sum);
    return anotherLeft && refused < credentials.count();
  }

  /// Tells the deployment's health what a failure says about it.
  private void judge(RunningAttempt attempt, FailureClass failureClass, Fault fault) {
    switch (failureClass) {
      case BROKEN -> {
        // One call, however often it tries, is one witness.
        if (brokenHere.add(attempt.deployment())) {
          attempt.lease().broke();
        } else {
          attempt.lease().unjudged();
        }
      }
      case BUSY -> attempt.lease().busy(RestHint.of(fault, means.clock()));
      case UNFIT, CALLER_FAULT, ANSWER -> attempt.lease().answered();
      case UNPAID, WITHDRAWN -> attempt.lease().unjudged();
    }
  }

  /// Whom this call will not ask again. Who is busy rests, and is asked again after that: up to a
  /// bound where it said for how long, else as often as the policy has retries. What does not fit
  /// one deployment of a variant does not fit the others.
  private void spend(RunningAttempt attempt, FailureClass failureClass, Fault fault) {
    switch (failureClass) {
      case BUSY -> {
        boolean told = RestHint.of(fault, means.clock()).isPresent();
        int most = told ? MOST_TOLD_RESTS : policy.retries();
        if (busy.merge(attempt.deployment(), 1, Integer::sum) > most) {
          spent.add(attempt.deployment());
        }
      }
      case UNFIT -> spent.addAll(attempt.candidate().pool());
      case BROKEN, UNPAID, WITHDRAWN, CALLER_FAULT, ANSWER -> spent.add(attempt.deployment());
    }
  }

  private void retryOrNext(RunningAttempt attempt, boolean retryable) {
    Candidate candidate = attempt.candidate();
    int before = retries.getOrDefault(candidate, 0);
    boolean othersLeft = !spent.containsAll(candidate.pool());
    if (!retryable || othersLeft || before >= policy.retries()) {
      next();
      return;
    }
    retries.put(candidate, before + 1);
    spent.remove(attempt.deployment());
    pause = loop.after(ContinuityPolicy.backOff(before + 1, means.random()), this::proceed);
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
            spent.contains(deployment)
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
    String reason = "deadline of %d s passed".formatted(policy.limits().call().toSeconds());
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
    stopWaiting();
    timers.forEach(EventLoop.Timer::cancel);
    listener.concluded(this, new Conclusion(kind, attempts, reason, finishReason, untilFirst));
  }
}
