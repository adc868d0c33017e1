package dev.polder.gateway.restriction;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.model.Credentials;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.model.Secret;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.provider.Answer;
import dev.polder.model.provider.Fault;
import dev.polder.model.provider.ModelClient;
import dev.polder.model.provider.ReplyListener;
import dev.polder.model.provider.StreamEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/// A probe that sends one word and wants one token back, with the deployment's own credential and
/// over its own transport; never a caller's text.
public final class ModelProbe implements AccessProbe {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration REFUSED_KEY_REST = Duration.ofMinutes(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final ModelClient client;
  private final EventLoop loop;
  private final Function<Deployment, String> outputBound;
  private final BiFunction<Deployment, Fault, Judgement> judge;

  /// @param client of `loop`
  /// @param outputBound the field that bounds a chat's output at this deployment
  /// @param judge says what a fault means for access
  public ModelProbe(
      ModelClient client,
      EventLoop loop,
      Function<Deployment, String> outputBound,
      BiFunction<Deployment, Fault, Judgement> judge) {
    this.client = client;
    this.loop = loop;
    this.outputBound = outputBound;
    this.judge = judge;
  }

  @Override
  public void ask(Deployment deployment, Operation operation, Consumer<Judgement> judged) {
    ModelRequest request = request(deployment, operation);
    loop.execute(() -> ask(deployment, request, judged));
  }

  /// Where the provider knows us by several keys, access is lost only when all of them are refused.
  private void ask(Deployment deployment, ModelRequest request, Consumer<Judgement> judged) {
    Credentials credentials = deployment.provider().credentials();
    Secret credential = credentials.pick(loop.nanoTime());
    ask(
        deployment,
        request,
        credential,
        judgement -> {
          if (judgement instanceof Judgement.Access) {
            credentials.restore(credential);
          }
          boolean another =
              judgement instanceof Judgement.Lost
                  && credentials.count() > 1
                  && credentials.setAside(credential, loop.nanoTime(), REFUSED_KEY_REST);
          if (another) {
            ask(deployment, request, judged);
          } else {
            judged.accept(judgement);
          }
        });
  }

  private void ask(
      Deployment deployment, ModelRequest request, Secret credential, Consumer<Judgement> judged) {
    Asked asked = new Asked(fault -> judge.apply(deployment, fault), judged);
    Exchange exchange =
        client.send(deployment, request, Headers.NONE, credential, CONNECT_LIMIT, asked);
    if (!asked.over) {
      asked.limit =
          Optional.of(
              loop.after(
                  ANSWER_LIMIT,
                  () -> {
                    exchange.cancel();
                    asked.failed(new Fault.CutOff("no answer"));
                  }));
    }
  }

  private ModelRequest request(Deployment deployment, Operation operation) {
    String body =
        switch (operation) {
          case CHAT ->
              "{\"model\":\"probe\",\"%s\":1,\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}"
                  .formatted(outputBound.apply(deployment));
          case EMBEDDINGS -> "{\"model\":\"probe\",\"input\":\"ping\"}";
        };
    try {
      return ModelRequest.read(operation, Bytes.utf8(body));
    } catch (BadRequestException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// One question under way, on the loop.
  private static final class Asked implements ReplyListener {
    private final Function<Fault, Judgement> judge;
    private final Consumer<Judgement> judged;
    private Optional<EventLoop.Timer> limit = Optional.empty();
    private boolean over;

    Asked(Function<Fault, Judgement> judge, Consumer<Judgement> judged) {
      this.judge = judge;
      this.judged = judged;
    }

    @Override
    public void event(StreamEvent event) {}

    @Override
    public void ended() {
      end(new Judgement.Unclear("it streamed what was not to be streamed"));
    }

    @Override
    public void answered(Answer answer) {
      end(new Judgement.Access(answer.usage()));
    }

    @Override
    public void failed(Fault fault) {
      end(judge.apply(fault));
    }

    private void end(Judgement judgement) {
      if (!over) {
        over = true;
        limit.ifPresent(EventLoop.Timer::cancel);
        judged.accept(judgement);
      }
    }
  }
}
