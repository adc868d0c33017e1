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
    return new Latent(policy, new ArrayList<>());
  }

  /// Nothing of the answer has gone out. Under [Interruption#FAIL] that ends with the first
  /// content, under [Interruption#BUFFER] with the end of the stream or when the buffer is full.
  ///
  /// @param held the attempt's events so far
  record Latent(ContinuityPolicy policy, List<Bytes> held) implements Transmission {
    @Override
    public Transmission event(StreamEvent event, Reply reply, Reply.ServedBy by) {
      held.add(event.bytes());
      boolean release =
          switch (policy.interruption()) {
            case FAIL ->
                event.kind() == ChatChunk.Kind.CONTENT || heldBytes() > policy.bufferBound();
            case BUFFER -> heldBytes() > policy.bufferBound();
          };
      return release ? release(reply, by) : this;
    }

    private long heldBytes() {
      long total = 0;
      for (Bytes bytes : held) {
        total += bytes.length();
      }
      return total;
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
