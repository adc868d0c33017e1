package dev.polder.demo;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// An application that knows nothing of Polder but its address: OpenAI's official client, a thread
/// for each use case, one call after the other. The client's own retries are off, so that nothing
/// hides.
final class Application implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(250);

  private final OpenAIClient client;
  private final Supplier<Phase> phase;
  private final Consumer<Observation> seen;
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean stopped;

  Application(int port, Supplier<Phase> phase, Consumer<Observation> seen) {
    this.client =
        OpenAIOkHttpClient.builder()
            .baseUrl("http://127.0.0.1:" + port + "/v1")
            .apiKey("none-needed-on-loopback")
            .maxRetries(0)
            .timeout(PATIENCE)
            .build();
    this.phase = phase;
    this.seen = seen;
  }

  void start(Map<String, List<Item>> workload) {
    workload.forEach((useCase, items) ->
        workers.add(Thread.ofVirtual().name("app-" + useCase).start(() -> work(items))));
  }

  private void work(List<Item> items) {
    Iterator<Item> next = items.iterator();
    while (!stopped) {
      if (!next.hasNext()) {
        next = items.iterator();
      }
      Observation observation = call(next.next());
      seen.accept(observation);
      if (observation.refused() && !pause()) {
        return;
      }
    }
  }

  /// Who is refused asks again a little later, as a person would.
  private static boolean pause() {
    try {
      Thread.sleep(AFTER_REFUSAL);
      return true;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Makes one call, as any streaming application would.
  Observation call(Item item) {
    Phase began = phase.get();
    long start = System.nanoTime();
    String served = "";
    String evidence = "";
    Observation.Refusal refusal = Observation.Refusal.NONE;
    StringBuilder text = new StringBuilder();
    boolean finished = false;
    Observation.Ending ending;
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
            client.chat().completions().withRawResponse().createStreaming(parameters(item));
        StreamResponse<ChatCompletionChunk> stream = response.parse()) {
      served = header(response, "x-polder-served");
      evidence = header(response, "x-polder-evidence");
      Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
      while (chunks.hasNext()) {
        for (ChatCompletionChunk.Choice choice : chunks.next().choices()) {
          choice.delta().content().ifPresent(text::append);
          finished |= choice.finishReason().isPresent();
        }
      }
      ending = finished ? Observation.Ending.ANSWERED : Observation.Ending.LOST;
    } catch (OpenAIIoException nothingFinal) {
      ending = Observation.Ending.LOST;
    } catch (OpenAIServiceException honest) {
      ending = Observation.Ending.REFUSED;
      refusal = refusal(honest);
    } catch (OpenAIException unclear) {
      ending = Observation.Ending.LOST;
    }
    boolean right =
        ending == Observation.Ending.ANSWERED && Workload.isRight(text.toString(), item.target());
    return new Observation(
        item.useCase(),
        began,
        ending,
        served,
        evidence,
        refusal,
        right,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static String header(HttpResponseFor<?> response, String name) {
    return response.headers().values(name).stream().findFirst().orElse("");
  }

  private static Observation.Refusal refusal(OpenAIServiceException error) {
    return new Observation.Refusal(
        error.statusCode(), error.code().orElse(""), String.valueOf(error.getMessage()));
  }

  private static ChatCompletionCreateParams parameters(Item item) {
    return ChatCompletionCreateParams.builder()
        .model(item.useCase())
        .addSystemMessage(item.system())
        .addUserMessage(item.user())
        .maxCompletionTokens(128)
        .build();
  }

  /// Lets every call under way end, then stops.
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
