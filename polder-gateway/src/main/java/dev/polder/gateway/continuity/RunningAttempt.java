package dev.polder.gateway.continuity;

import dev.polder.gateway.health.Lease;
import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.Step;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.model.Deployment;
import dev.polder.model.Secret;
import dev.polder.model.Usage;
import dev.polder.model.openai.ChatChunk;
import dev.polder.model.openai.Choices;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.ReplyListener;
import dev.polder.model.provider.StreamEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt under way: its clock, its limits, and what it has brought so far.
///
/// It tells its [Owner] at most one end. A pause, which the client's slowness causes, stops the
/// limit between tokens: the upstream is not to blame for it.
final class RunningAttempt implements ReplyListener {
  /// Who started the attempt.
  interface Owner {
    void event(RunningAttempt attempt, StreamEvent event);

    /// The stream is complete: its end was seen.
    void complete(RunningAttempt attempt);

    void answered(RunningAttempt attempt, Answer answer);

    /// The attempt brought no whole answer.
    ///
    /// @param tooSlow whether it was a limit of ours that ended it
    void failed(RunningAttempt attempt, Fault fault, boolean tooSlow);
  }

  /// How long the transport may take to end after the stream's own end.
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Step.Go step;
  private final Secret credential;
  private final Limits limits;
  private final EventLoop loop;
  private final Owner owner;
  private final long started;
  private Transmission transmission;
  private @Nullable Exchange exchange;
  private EventLoop.@Nullable Timer timer;
  private long lastEvent;
  private Optional<Duration> untilFirst = Optional.empty();
  private Optional<Usage> usage = Optional.empty();
  private String finishReason = "";
  private Choices choices = Choices.NONE;
  private boolean paused;
  private boolean over;

  RunningAttempt(
      Step.Go step,
      Secret credential,
      Limits limits,
      Transmission transmission,
      EventLoop loop,
      Owner owner) {
    this.step = step;
    this.credential = credential;
    this.transmission = transmission;
    this.limits = limits;
    this.loop = loop;
    this.owner = owner;
    this.started = loop.nanoTime();
    this.lastEvent = started;
  }

  /// Sets the exchange that this attempt reads, once it has begun, and starts the clock.
  void runs(Exchange running, boolean stream) {
    if (over) {
      return;
    }
    exchange = running;
    if (stream) {
      timer = loop.after(limits.firstToken(), () -> tooSlow("no first token", limits.firstToken()));
    } else {
      timer = loop.after(limits.answer(), () -> tooSlow("no answer", limits.answer()));
    }
  }

  /// The step that led to it.
  Step.Go step() {
    return step;
  }

  Candidate candidate() {
    return step.candidate();
  }

  /// What evidence says of its candidate; `""` where nothing is asked.
  String evidence() {
    return step.evidence();
  }

  Deployment deployment() {
    return step.deployment();
  }

  Lease lease() {
    return step.lease();
  }

  /// What the provider was sent to know us by.
  Secret credential() {
    return credential;
  }

  /// How far its stream has come towards the client.
  Transmission transmission() {
    return transmission;
  }

  /// Passes an event on, or holds it back.
  void transmit(StreamEvent event, Reply reply, Reply.ServedBy by) {
    transmission = transmission.event(event, reply, by);
  }

  boolean hasContent() {
    return untilFirst.isPresent();
  }

  /// From `start`, in the loop's nanoseconds, to its first content, if any has come.
  Optional<Duration> firstContentAfter(long start) {
    return untilFirst.map(Duration.ofNanos(started - start)::plus);
  }

  String finishReason() {
    return finishReason;
  }

  private void tooSlow(String what, Duration limit) {
    if (over) {
      return;
    }
    stop();
    owner.failed(
        this,
        new Fault.CutOff("%s within %s s".formatted(what, seconds(limit))),
        /* tooSlow= */ true);
  }

  /// A limit as people read it: `30`, or `0.25`.
  static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0
        ? Long.toString(limit.toSeconds())
        : Double.toString(limit.toMillis() / 1000.0);
  }

  @Override
  public void event(StreamEvent event) {
    if (over) {
      return;
    }
    lastEvent = loop.nanoTime();
    if (event.usage().isPresent()) {
      usage = event.usage();
    }
    if (!event.finishReason().isEmpty()) {
      finishReason = event.finishReason();
    }
    choices = choices.and(event.choices());
    if (event.kind() == ChatChunk.Kind.CONTENT && untilFirst.isEmpty()) {
      firstContent();
    }
    owner.event(this, event);
    if (event.kind() == ChatChunk.Kind.DONE && !over) {
      end();
    }
  }

  private void firstContent() {
    untilFirst = Optional.of(Duration.ofNanos(lastEvent - started));
    cancelTimer();
    watchGap(limits.betweenTokens());
  }

  /// One timer watches the gaps: it is set again for what is left, not for every event.
  private void watchGap(Duration left) {
    timer =
        loop.after(
            left,
            () -> {
              if (over) {
                return;
              }
              Duration quiet = Duration.ofNanos(loop.nanoTime() - lastEvent);
              if (paused || quiet.compareTo(limits.betweenTokens()) < 0) {
                watchGap(paused ? limits.betweenTokens() : limits.betweenTokens().minus(quiet));
              } else {
                tooSlow("no next token", limits.betweenTokens());
              }
            });
  }

  /// An end marker counts only behind an answer: a stream that is nothing but its end is broken.
  private void end() {
    boolean answered = untilFirst.isPresent() || !finishReason.isEmpty();
    Exchange ending = exchange;
    over = true;
    cancelTimer();
    if (ending != null) {
      // The rest of the body is awaited so that the connection can be used again, but not for ever.
      timer = loop.after(LINGER, ending::cancel);
    }
    if (answered) {
      owner.complete(this);
    } else {
      owner.failed(this, new Fault.Garbage("its stream is empty"), false);
    }
  }

  @Override
  public void ended() {
    cancelTimer();
    if (over) {
      return;
    }
    over = true;
    if (choices.allEnded()) {
      owner.complete(this);
    } else {
      owner.failed(this, new Fault.CutOff("its stream ends in the middle of the answer"), false);
    }
  }

  @Override
  public void answered(Answer answer) {
    if (over) {
      return;
    }
    over = true;
    cancelTimer();
    untilFirst = Optional.of(Duration.ofNanos(loop.nanoTime() - started));
    usage = answer.usage();
    finishReason = answer.finishReason();
    owner.answered(this, answer);
  }

  @Override
  public void failed(Fault fault) {
    if (over) {
      return;
    }
    over = true;
    cancelTimer();
    owner.failed(this, fault, false);
  }

  void pause() {
    paused = true;
    if (exchange != null) {
      exchange.pause();
    }
  }

  void resume() {
    if (!paused) {
      return;
    }
    paused = false;
    lastEvent = loop.nanoTime();
    if (exchange != null) {
      exchange.resume();
    }
  }

  /// Ends the attempt without telling the owner, and the upstream's work with it.
  void stop() {
    over = true;
    cancelTimer();
    if (exchange != null) {
      exchange.cancel();
    }
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /// What is kept of it.
  Attempt record(Attempt.Result result, int status, String reason) {
    return new Attempt(
        step.deployment(),
        result,
        status,
        reason,
        untilFirst,
        Duration.ofNanos(loop.nanoTime() - started),
        usage,
        step.evidence());
  }
}
