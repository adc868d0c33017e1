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

  /// The state in which every attempt begins.
  static Transmission latent(ContinuityPolicy policy) {
    return new Latent(policy);
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
  }
}
