package dev.polder.evals.solve;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.client.ClientLoops;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import dev.polder.model.Usage;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.ModelClient;
import dev.polder.model.provider.ReplyListener;
import dev.polder.model.provider.StreamEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Real deployments, asked over HTTP by the gateway's own client: what goes out is what the gateway
/// sends.
///
/// It has event loops of its own; whoever opens it closes it. Any thread may ask its ports.
public final class HttpModels implements AutoCloseable {
  /// An answer longer than this is no answer, as in the gateway.
  private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

  private final ClientLoops loops;
  private final List<Place> places;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<String, Set<String>> said = new ConcurrentHashMap<>();

  /// A server that names another model with every answer must not fill the memory.
  private static final int MOST_SAID = 32;

  /// A loop and the client that lives on it.
  private record Place(EventLoop loop, ModelClient client) {}

  /// How long things may take.
  ///
  /// @param connect until a connection is there
  /// @param answer from the request to the whole answer
  public record Limits(Duration connect, Duration answer) {
    /// Ten seconds for a connection, two minutes for an answer.
    public static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofMinutes(2));
  }

  private HttpModels(ClientLoops loops) {
    this.loops = loops;
    this.places =
        loops.members().stream()
            .map(member ->
                new Place(
                    member.loop(), new ModelClient(member.client(), member.loop(), LONGEST_ANSWER)))
            .toList();
  }

  /// Starts the event loops.
  ///
  /// @param concurrency how many questions there may be at once
  public static HttpModels open(int concurrency) {
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new HttpModels(ClientLoops.start(count, (concurrency + count - 1) / count));
  }

  /// The way to `deployment`.
  public ModelPort port(Deployment deployment, Limits limits) {
    return request -> {
      Place place = places.get(Math.floorMod(turn.getAndIncrement(), places.size()));
      Question question = new Question(place, deployment, request, limits);
      place.loop().execute(question::send);
      try {
        return question.reply().get();
      } catch (InterruptedException stopped) {
        place.loop().execute(question::cancel);
        throw stopped;
      } catch (ExecutionException fault) {
        throw new IllegalStateException("asking '" + deployment.name() + "' failed", fault);
      }
    };
  }

  /// What answers of the deployment of this name have said so far of the model that gave them: the
  /// dialect's `model` and `system_fingerprint`, such as `model large-5-0613`.
  public Set<String> said(String deployment) {
    return Set.copyOf(said.getOrDefault(deployment, Set.of()));
  }

  private void said(Deployment deployment, Set<String> more) {
    Set<String> known =
        said.computeIfAbsent(deployment.name(), first -> ConcurrentHashMap.newKeySet());
    if (known.size() < MOST_SAID) {
      known.addAll(more);
    }
  }

  @Override
  public void close() {
    loops.close();
  }

  /// One request under way. On its loop, except for [#reply()].
  private final class Question implements ReplyListener {
    private final Place place;
    private final Deployment deployment;
    private final ModelRequest request;
    private final Limits limits;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private @Nullable Exchange exchange;
    private EventLoop.@Nullable Timer timer;
    private final List<Bytes> events = new ArrayList<>(0);
    private long length;
    private Optional<Usage> usage = Optional.empty();

    Question(Place place, Deployment deployment, ModelRequest request, Limits limits) {
      this.place = place;
      this.deployment = deployment;
      this.request = request;
      this.limits = limits;
    }

    CompletableFuture<Reply> reply() {
      return reply;
    }

    void send() {
      timer = place.loop().after(limits.answer(), this::late);
      exchange =
          place
              .client()
              .send(
                  deployment,
                  request,
                  Headers.NONE,
                  deployment.provider().credentials().pick(place.loop().nanoTime()),
                  limits.connect(),
                  this);
    }

    void cancel() {
      if (exchange != null) {
        exchange.cancel();
      }
      end(new Reply.Failed(new Fault.CutOff("cancelled")));
    }

    private void late() {
      if (exchange != null) {
        exchange.cancel();
      }
      end(
          new Reply.Failed(
              new Fault.CutOff("no answer within " + limits.answer().toSeconds() + " s")));
    }

    private void end(Reply last) {
      if (timer != null) {
        timer.cancel();
      }
      reply.complete(last);
    }

    @Override
    public void event(StreamEvent event) {
      length += event.bytes().length();
      if (length > LONGEST_ANSWER) {
        cancel();
        return;
      }
      events.add(event.bytes());
      if (event.usage().isPresent()) {
        usage = event.usage();
      }
    }

    /// Only who asked for a stream gets one, and then its text is put together.
    @Override
    public void ended() {
      try {
        end(new Reply.Answered(AnswerReader.readStream(Bytes.concat(events)), usage));
      } catch (IOException noAnswer) {
        end(new Reply.Failed(new Fault.CutOff("its stream ends in the middle of the answer")));
      }
    }

    @Override
    public void answered(Answer answer) {
      try {
        AnswerReader.Read read = AnswerReader.read(answer.body());
        said(deployment, read.said());
        end(new Reply.Answered(read.response(), answer.usage()));
      } catch (IOException noJson) {
        end(new Reply.Failed(new Fault.Garbage("its answer is no complete JSON object")));
      }
    }

    @Override
    public void failed(Fault fault) {
      end(new Reply.Failed(fault));
    }
  }
}
