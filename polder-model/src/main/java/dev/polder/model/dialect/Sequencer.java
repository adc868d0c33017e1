package dev.polder.model.dialect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Puts parts that grow side by side one behind the other, for dialects that know only one open
/// part at a time.
///
/// The first open part passes at once; what belongs to others waits until it has ended.
public final class Sequencer implements Consumer<AnswerEvent> {
  private static final int NONE = -1;

  private final Consumer<AnswerEvent> next;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int open = NONE;

  /// A part whose turn has not come.
  private record Waiting(int index, List<AnswerEvent> events) {}

  public Sequencer(Consumer<AnswerEvent> next) {
    this.next = next;
  }

  @Override
  public void accept(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.PartBegun begun -> begin(begun);
      case AnswerEvent.PartGrown grown -> pass(grown.index(), event);
      case AnswerEvent.PartSealed sealed -> pass(sealed.index(), event);
      case AnswerEvent.PartEnded ended -> pass(ended.index(), event);
      case AnswerEvent.Begun ignored -> next.accept(event);
      case AnswerEvent.Finished ignored -> next.accept(event);
      case AnswerEvent.Failed ignored -> next.accept(event);
    }
  }

  private void begin(AnswerEvent.PartBegun begun) {
    if (open == NONE) {
      open = begun.index();
      next.accept(begun);
    } else {
      waiting.addLast(new Waiting(begun.index(), new ArrayList<>(List.of(begun))));
    }
  }

  private void pass(int index, AnswerEvent event) {
    if (index != open) {
      waiting.stream()
          .filter(part -> part.index() == index)
          .forEach(part -> part.events().add(event));
      return;
    }
    next.accept(event);
    if (event instanceof AnswerEvent.PartEnded) {
      open = NONE;
      release();
    }
  }

  private void release() {
    while (open == NONE && !waiting.isEmpty()) {
      Waiting part = waiting.removeFirst();
      open = part.index();
      part.events().forEach(next);
      if (part.events().getLast() instanceof AnswerEvent.PartEnded) {
        open = NONE;
      }
    }
  }
}
