package dev.polder.model.provider;

import dev.polder.model.openai.ChatChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Writes down what a reply brings, a line each.
final class Told implements ReplyListener {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final BlockingQueue<Fault> faults = new LinkedBlockingQueue<>();

  @Override
  public void event(StreamEvent event) {
    String text = event.kind() == ChatChunk.Kind.DONE ? "" : " " + event.bytes().utf8().strip();
    lines.add(event.kind() + text);
  }

  @Override
  public void ended() {
    lines.add("ended");
  }

  @Override
  public void answered(Answer answer) {
    lines.add("answered " + answer.body().utf8());
  }

  @Override
  public void failed(Fault fault) {
    faults.add(fault);
    lines.add(fault.getClass().getSimpleName() + ": " + fault.summary());
  }

  /// The next thing told.
  String next() throws InterruptedException {
    String line = lines.poll(10, TimeUnit.SECONDS);
    return line == null ? "nothing" : line;
  }

  /// All that was told and nobody has read.
  List<String> rest() {
    List<String> rest = new ArrayList<>();
    lines.drainTo(rest);
    return rest;
  }

  Fault fault() throws InterruptedException {
    Fault fault = faults.poll(10, TimeUnit.SECONDS);
    if (fault == null) {
      throw new AssertionError("no fault was told");
    }
    return fault;
  }
}
