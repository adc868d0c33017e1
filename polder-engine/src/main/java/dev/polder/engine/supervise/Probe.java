package dev.polder.engine.supervise;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Asks children over HTTP whether they are ready and whether they live.
final class Probe implements AutoCloseable {
  /// In place of a status: refused, broken off, or not in time.
  static final int NO_ANSWER = 0;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private @Nullable HttpClient client;

  /// The status that a GET brings within `limit`, or [#NO_ANSWER]; never completes with a failure.
  CompletableFuture<Integer> status(URI address, Duration limit) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(limit).GET().build();
    return client()
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle((response, failure) -> failure == null ? response.statusCode() : NO_ANSWER);
  }

  /// Made when first needed: it reads the machine's certificates, a fifth of a second that a
  /// gateway without engines need not wait. Never through a proxy: the children are on this
  /// machine.
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .proxy(HttpClient.Builder.NO_PROXY)
              .executor(threads)
              .build();
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
    threads.shutdownNow();
  }
}
