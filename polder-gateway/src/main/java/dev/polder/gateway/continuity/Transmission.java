package dev.polder.gateway.continuity;

import dev.polder.http.Bytes;
import dev.polder.model.openai.ChatChunk;
import dev.polder.model.provider.StreamEvent;
import java.util.ArrayList;
import java.util.List;

/// How far a stream has come towards the client: latent, then streaming. What happens after a
/// failure hangs on that: as long as it is latent, the next candidate can begin and the client sees
/// nothing.
sealed interface Transmission {
  /// Takes the next event of the attempt at hand; the state afterwards.
  Transmission event(StreamEvent event, Reply reply, Reply.ServedBy by);

  /// The attempt's stream is complete: whatever is held goes out.
  void complete(Reply reply, Reply.ServedBy by);

  /// Whether the client has seen something of the answer.
  boolean committed();

  /// Whether more has come than may be held.
  boolean overfull();

  /// The events that are held.
  Bytes held();

  /// The state in which every attempt begins.
  ///
  /// @param judged whether nothing may go out before the whole answer was judged
  static Transmission latent(ContinuityPolicy policy, boolean judged) {
    return judged ? new Kept(policy.bufferBound()) : new Latent(policy);
  }

  /// Nothing goes out before [#complete]: the answer must be judged first.
  final class Kept implements Transmission {
    private final int bound;
    private final List<Bytes> events = new ArrayList<>();
    private long bytes;

    Kept(int bound) {
      this.bound = bound;
    }

    @Override
    public Transmission event(StreamEvent event, Reply reply, Reply.ServedBy by) {
      bytes += event.bytes().length();
      if (!overfull()) {
        events.add(event.bytes());
      }
      return this;
    }

    @Override
    public void complete(Reply reply, Reply.ServedBy by) {
      reply.beginStream(by);
      reply.write(held());
      reply.finish();
    }

    @Override
    public boolean committed() {
      return false;
    }

    @Override
    public boolean overfull() {
      return bytes > bound;
    }

    @Override
    public Bytes held() {
      return Bytes.concat(events);
    }
  }

  /// Nothing of the answer has gone out. Under [Interruption#FAIL] that ends with the first
  /// content, under [Interruption#BUFFER] with the end of the stream or when the buffer is full.
  final class Latent implements Transmission {
    private final ContinuityPolicy policy;
    private final List<Bytes> held = new ArrayList<>();
    private long heldBytes;

    Latent(ContinuityPolicy policy) {
      this.policy = policy;
    }

    @Override
    public Transmission event(StreamEvent event, Reply reply, Reply.ServedBy by) {
      held.add(event.bytes());
      heldBytes += event.bytes().length();
      boolean full = heldBytes > policy.bufferBound();
      boolean release =
          switch (policy.interruption()) {
            case FAIL -> full || event.kind() == ChatChunk.Kind.CONTENT;
            case BUFFER -> full;
          };
      return release ? release(reply, by) : this;
    }

    private Transmission release(Reply reply, Reply.ServedBy by) {
      reply.beginStream(by);
      reply.write(Bytes.concat(held));
      return new Streaming();
    }

    @Override
    public void complete(Reply reply, Reply.ServedBy by) {
      release(reply, by);
      reply.finish();
    }

    @Override
    public boolean committed() {
      return false;
    }

    @Override
    public boolean overfull() {
      return false;
    }

    @Override
    public Bytes held() {
      return Bytes.concat(held);
    }
  }

  /// The client is reading; every event passes at once.
  record Streaming() implements Transmission {
    @Override
    public Transmission event(StreamEvent event, Reply reply, Reply.ServedBy by) {
      if (!event.bytes().isEmpty()) {
        reply.write(event.bytes());
      }
      return this;
    }

    @Override
    public void complete(Reply reply, Reply.ServedBy by) {
      reply.finish();
    }

    @Override
    public boolean committed() {
      return true;
    }

    @Override
    public boolean overfull() {
      return false;
    }

    @Override
    public Bytes held() {
      return Bytes.EMPTY;
    }
  }
}
