package dev.polder.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.Headers;
import dev.polder.http.client.TransportFailure;
import dev.polder.model.Credentials;
import dev.polder.model.Operation;
import dev.polder.model.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a reply's bytes mean: events, one answer or one fault, and after that nothing.
final class ReplyReaderTest {
  private static final String SECRET = "sk-planted-credential";
  private static final String SIBLING = "sk-planted-sibling";
  private static final Headers JSON = Headers.NONE.with("Content-Type", "application/json");
  private static final Headers EVENTS =
      Headers.NONE.with("Content-Type", "Text/Event-Stream; charset=utf-8");

  private final Told told = new Told();
  private final LaterLoop loop = new LaterLoop();
  private final Cancelled cancelled = new Cancelled();

  private ReplyReader reader(boolean stream, boolean usageIsOurs) {
    return reader(stream, usageIsOurs, 1000);
  }

  private ReplyReader reader(boolean stream, boolean usageIsOurs, int longest) {
    ReplyReader reader =
        new ReplyReader(
            Operation.CHAT,
            stream,
            usageIsOurs,
            longest,
            loop,
            Credentials.of(new Secret(SECRET), new Secret(SIBLING)),
            told);
    reader.reads(cancelled);
    return reader;
  }

  private static Bytes text(String quoted) {
    return Bytes.utf8(quoted.replace('\'', '"'));
  }

  @Test
  void anAnswerInPiecesIsToldOnceAsItCame() {
    // Given
    ReplyReader reader = reader(false, false);
    reader.head(200, JSON);

    // When
    reader.bytes(text("{'choices':[{'finish_"));
    reader.bytes(text("reason':'stop'}]}"));
    reader.end();

    // Then
    assertThat(told.rest())
        .containsExactly("answered {\"choices\":[{\"finish_reason\":\"stop\"}]}");
  }

  @Test
  void aStreamIsToldEventByEvent() {
    // Given
    ReplyReader reader = reader(true, false);
    reader.head(200, EVENTS);

    // When
    reader.bytes(text(": wait\n\ndata: {'choices':[{'delta':{'role':'assistant'}}]}\n\nda"));
    reader.bytes(text("ta: {'choices':[{'delta':{'content':'x'}}]}\n\ndata: [DONE]\n\n"));
    reader.end();

    // Then
    assertThat(told.rest())
        .containsExactly(
            "LIFECYCLE : wait",
            "LIFECYCLE data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
            "CONTENT data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}",
            "DONE",
            "ended");
  }

  @Test
  void usageThatPolderAskedForIsTakenOut() {
    // Given
    ReplyReader reader = reader(true, true);
    reader.head(200, EVENTS);

    // When
    reader.bytes(text("data: {'choices':[{'delta':{'content':'x'}}],'usage':null}\n\n"));
    reader.bytes(text("data: {'choices':[],'usage':{'prompt_tokens':1}}\n\n"));
    reader.bytes(text("data: {'choices':[],\ndata: 'usage':null}\n\n"));

    // Then
    assertThat(told.rest())
        .containsExactly(
            "CONTENT data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}",
            "USAGE ",
            "LIFECYCLE data: {\"choices\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | application/json  | {'choices':[]} | Garbage: it answers without the stream that was asked for",
        "200 | text/html         | <html>         | Garbage: it answers without the stream that was asked for",
        "200 | text/event-stream | data: x\\n\\n  | Garbage: an event of its stream is no JSON of the dialect",
        "503 | text/event-stream | data: x\\n\\n  | Rejected: 503",
        "302 | text/html         | moved          | Rejected: 302",
        "204 | text/plain        | ''             | Rejected: 204",
      })
  void whatIsNoStreamWhenOneWasAskedForIsAFault(
      int status, String type, String body, String fault) {
    // Given
    ReplyReader reader = reader(true, false);

    // When
    reader.head(status, Headers.NONE.with("content-type", type));
    reader.bytes(text(body.replace("\\n", "\n")));
    reader.end();

    // Then
    assertThat(told.rest()).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {'choices':[{}]   | Garbage: its answer is no complete JSON object",
        "200 | <html>            | Garbage: its answer is no complete JSON object",
        "200 | ''                | Garbage: its answer is no complete JSON object",
        "200 | {'data':[]}       | Garbage: its answer holds no result",
        "200 | {'error':{'code':'overloaded'}} | Rejected: 200 overloaded",
        "429 | {'error':{'code':'slow','message':'private words'}} | Rejected: 429 slow",
        "429 | {'error':{'type':'slow','message':'private words'}} | Rejected: 429 slow",
        "429 | {'error':{'code':'private words','type':'slow'}} | Rejected: 429 slow",
        "429 | {'error':{'code':'private words'}} | Rejected: 429",
        "500 | private words     | Rejected: 500",
      })
  void summariesHoldNamesAndNeverAnUpstreamsSentences(int status, String body, String fault) {
    // Given
    ReplyReader reader = reader(false, false);

    // When
    reader.head(status, JSON);
    reader.bytes(text(body));
    reader.end();

    // Then
    assertThat(told.rest()).containsExactly(fault);
  }

  @Test
  void anErrorInAStreamEndsItAndTheUpstreamsWork() {
    // Given
    ReplyReader reader = reader(true, false);
    reader.head(200, EVENTS);

    // When
    reader.bytes(text("event: error\ndata: {'message':'m'}\n\ndata: {'choices':[]}\n\n"));
    reader.bytes(text("data: [DONE]\n\n"));
    reader.end();

    // Then
    assertThat(told.rest()).containsExactly("ReportedInStream: error in the stream");
    assertThat(cancelled.times).isEqualTo(1);
  }

  @Test
  void anErrorNeverRepeatsThePlantedCredential() throws Exception {
    // Given
    ReplyReader whole = reader(false, false);
    ReplyReader stream = reader(true, false);

    // When
    whole.head(401, JSON);
    whole.bytes(text("{'error':{'message':'bad key " + SECRET + "','code':'" + SECRET + "'}}"));
    whole.end();
    stream.head(200, EVENTS);
    stream.bytes(
        text("data: {'error':{'message':'bad key %s, try %s'}}\n\n".formatted(SECRET, SIBLING)));

    // Then
    Fault.Rejected rejected = (Fault.Rejected) told.fault();
    assertThat(rejected.body().utf8()).contains("bad key ***").doesNotContain(SECRET);
    assertThat(rejected.error().orElseThrow().toString()).doesNotContain(SECRET);
    Fault.ReportedInStream reported = (Fault.ReportedInStream) told.fault();
    assertThat(reported.bytes().utf8()).contains("bad key ***, try ***");
    assertThat(told.rest())
        .containsExactly("Rejected: 401", "ReportedInStream: error in the stream");
  }

  @Test
  void answersBeyondTheBoundAreCutOff() {
    // Given
    ReplyReader whole = reader(false, false);
    ReplyReader stream = reader(true, false);

    // When
    whole.head(200, JSON);
    whole.bytes(Bytes.utf8("x".repeat(1001)));
    whole.end();
    stream.head(200, EVENTS);
    stream.bytes(Bytes.utf8("x".repeat(1001)));
    stream.end();

    // Then
    assertThat(told.rest())
        .containsExactly(
            "Garbage: its answer is longer than 1000 bytes",
            "Garbage: an event of its stream is longer than 1000 bytes");
    assertThat(cancelled.times).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'choices':[]}          | answered",
        "{'error':{'code':'x'}}  | Rejected: 200 x",
        "{'choices':[            | Garbage: its answer is no complete JSON object"
      })
  void aLargeAnswerIsReadElsewhereAndToldOnTheLoop(String body, String expected) {
    // Given
    ReplyReader reader = reader(false, false, 1_000_000);
    reader.head(200, JSON);
    reader.bytes(text(" ".repeat(300_000) + body));

    // When
    reader.end();

    // Then
    assertThat(told.rest()).isEmpty();
    loop.turn();
    assertThat(told.rest()).singleElement().asString().startsWith(expected);
  }

  @Test
  void whatNobodyAskedForIsRefusedAtTheHead() {
    // When
    reader(false, false).head(200, EVENTS);
    reader(false, false).head(200, JSON.with("content-encoding", "gzip"));

    // Then
    assertThat(told.rest())
        .containsExactly(
            "Garbage: it answers with a stream that nobody asked for",
            "Garbage: it answers in the encoding 'gzip'");
  }

  @ParameterizedTest
  @CsvSource({"CONNECT,Unreachable", "BEFORE_HEAD,CutOff", "BODY,CutOff"})
  void aBrokenTransportIsAFaultByItsPhase(TransportFailure.Phase phase, String fault) {
    // When
    ReplyReader reader = reader(true, false);
    reader.failed(new TransportFailure(phase, "why"));
    reader.failed(new TransportFailure(phase, "again"));

    // Then
    assertThat(told.rest()).containsExactly(fault + ": why");
  }

  /// Counts cancellations.
  private static final class Cancelled implements Exchange {
    private int times;

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {
      times++;
    }
  }

  /// A loop whose turns a test makes.
  private static final class LaterLoop implements EventLoop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    void turn() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void offload(Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
      FutureTask<T> result = new FutureTask<>(work);
      tasks.add(result);
      tasks.add(() -> {
        if (result.state() == Future.State.SUCCESS) {
          done.accept(result.resultNow());
        } else {
          failed.accept(result.exceptionNow());
        }
      });
    }

    @Override
    public long nanoTime() {
      return 0;
    }
  }
}
