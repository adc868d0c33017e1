package dev.polder.engine.serve;

import java.util.function.Consumer;

/// A request on its way through the queue: the work, and how to tell the client of a failure.
record Job(Runnable work, Consumer<ApiError> failure) {
  /// Does the work on this thread; a failure goes to the client and never ends the thread.
  void run() {
    try {
      work.run();
    } catch (RuntimeException e) {
      failure.accept(ApiError.of(e));
    }
  }

  void refuse() {
    failure.accept(ApiError.queueFull());
  }
}
