package dev.polder.engine.supervise;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A model in a supervised child process, as the rest of Polder sees it.
///
/// All methods may be called from any thread. Only the engine's own thread changes its state.
public final class Engine {
  /// A child and the launch it came from.
  record Running(Child child, Launch launch) {}

  private final EngineSpecification specification;
  private final Bell bell;
  private final PatientLog log;
  private final List<Consumer<EngineState>> listeners = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile EngineState state = new EngineState.Starting();
  private volatile CompletableFuture<URI> ready = new CompletableFuture<>();
  private volatile Optional<Running> running = Optional.empty();
  private volatile boolean stopAsked;

  Engine(EngineSpecification specification, Bell bell, PatientLog log) {
    this.specification = specification;
    this.bell = bell;
    this.log = log;
  }

  public String name() {
    return specification.name();
  }

  public EngineSpecification specification() {
    return specification;
  }

  public EngineState state() {
    return state;
  }

  /// Where the model is served, for example `http://127.0.0.1:41234`; only while it is ready. Cheap
  /// enough to ask at every attempt; it may change with every restart.
  public Optional<URI> address() {
    return !stopAsked && state instanceof EngineState.Ready(URI baseUrl, long _)
        ? Optional.of(baseUrl)
        : Optional.empty();
  }

  /// Completes with the address when the engine is next ready, at once if it is; with an
  /// [EngineException] if it fails for good or is stopped before. Completed on the engine's thread,
  /// which must not be made to wait.
  public CompletionStage<URI> ready() {
    return ready.minimalCompletionStage();
  }

  /// Sends a control line to an embedded model: `withdraw REASON` makes it refuse with 403,
  /// `restore` makes it serve again. A restart forgets what was sent.
  ///
  /// @throws EngineException of kind `TAKES_NO_LINES` for an external command, `NOT_READY` while no
  ///   child is ready to hear it
  public void send(String line) {
    switch (specification) {
      case EngineSpecification.EmbeddedModel _ -> sendToChild(line);
      case EngineSpecification.ExternalCommand _ ->
          throw new EngineException(
              EngineException.Kind.TAKES_NO_LINES,
              "Engine '%s' runs an external command, which takes no control line '%s'. Declare a restriction, or kill the engine."
                  .formatted(name(), line));
    }
  }

  /// Ends the serving process at once, as a crash would: for drills and demonstrations. It comes
  /// back with back-off. Does nothing while no child runs.
  public void kill() {
    running.ifPresent(present -> present.child().kill());
  }

  /// Asks the engine to end for good and returns at once; it is `Stopped` when nothing of it is
  /// left.
  public void stop() {
    stopAsked = true;
    bell.ring();
  }

  /// Tells the present state now, on the caller's thread, and then each new one, in order, on the
  /// engine's thread, which must not be made to wait.
  public synchronized void onChange(Consumer<EngineState> listener) {
    listeners.add(listener);
    tell(listener, state);
  }

  boolean stopAsked() {
    return stopAsked;
  }

  Optional<Running> running() {
    return running;
  }

  void holds(Running child) {
    running = Optional.of(child);
  }

  void holdsNothing() {
    running = Optional.empty();
  }

  synchronized void change(EngineState next) {
    state = next;
    settle(next);
    for (Consumer<EngineState> listener : listeners) {
      tell(listener, next);
    }
  }

  /// Nothing will change any more.
  void end() {
    log.end();
    over.countDown();
  }

  /// Whether it ended within `limit`.
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void sendToChild(String line) {
    if (address().isEmpty()) {
      throw notReady(line);
    }
    try {
      running.orElseThrow(() -> notReady(line)).child().send(line);
    } catch (IOException gone) {
      throw notReady(line);
    }
  }

  private EngineException notReady(String line) {
    return new EngineException(
        EngineException.Kind.NOT_READY,
        "Engine '%s' is not ready to hear '%s' (%s). Send it again when it is ready."
            .formatted(name(), line, state));
  }

  private void settle(EngineState next) {
    switch (next) {
      case EngineState.Ready(URI baseUrl, long _) -> ready.complete(baseUrl);
      case EngineState.Failed(String reason) -> neverReady(EngineException.Kind.FAILED, reason);
      case EngineState.Stopped() ->
          neverReady(
              EngineException.Kind.STOPPED,
              "Engine '%s' was stopped and does not come back.".formatted(name()));
      case EngineState.Starting _, EngineState.Restarting _ -> awaitAgain();
    }
  }

  private void awaitAgain() {
    if (ready.isDone()) {
      ready = new CompletableFuture<>();
    }
  }

  private void neverReady(EngineException.Kind kind, String reason) {
    awaitAgain();
    ready.completeExceptionally(new EngineException(kind, reason));
  }

  /// A listener's fault must not end the supervision: this is its thread's edge.
  private void tell(Consumer<EngineState> listener, EngineState next) {
    try {
      listener.accept(next);
    } catch (RuntimeException fault) {
      log.add("A listener could not take the state %s: %s".formatted(next, fault));
    }
  }
}
