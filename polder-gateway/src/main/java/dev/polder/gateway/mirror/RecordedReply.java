package dev.polder.gateway.mirror;

import dev.polder.gateway.continuity.CallFailure;
import dev.polder.gateway.continuity.Reply;
import dev.polder.http.Bytes;
import dev.polder.model.provider.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A reply of which is kept what the client gets, as long as it is not too much. Nothing is copied
/// and nothing waits: everything passes as it would without.
///
/// On the event loop only.
public final class RecordedReply implements Reply {
  private final Reply client;
  private final int longest;
  private final List<Bytes> parts = new ArrayList<>();
  private long length;
  private boolean byPrimary;
  private boolean whole;

  /// Keeps what goes to `client`.
  ///
  /// @param longest bound on the bytes that are kept
  public RecordedReply(Reply client, int longest) {
    this.client = client;
    this.longest = longest;
  }

  /// Whether all of an answer of the primary was passed on.
  public boolean isOfPrimary() {
    return whole && byPrimary;
  }

  /// All that the client got, in the order in which it went out; empty where there was no end to
  /// it, or too much of it.
  public Optional<List<Bytes>> answer() {
    return whole && length > 0 && length <= longest
        ? Optional.of(List.copyOf(parts))
        : Optional.empty();
  }

  private void keep(Bytes bytes) {
    length += bytes.length();
    if (length <= longest) {
      parts.add(bytes);
    } else {
      parts.clear();
    }
  }

  @Override
  public void beginStream(ServedBy by) {
    byPrimary = by.primary();
    client.beginStream(by);
  }

  @Override
  public void keepWaiting() {
    client.keepWaiting();
  }

  @Override
  public void write(Bytes events) {
    keep(events);
    client.write(events);
  }

  @Override
  public void finish() {
    whole = true;
    client.finish();
  }

  @Override
  public void whole(Answer answer, ServedBy by) {
    byPrimary = by.primary();
    keep(answer.body());
    whole = true;
    client.whole(answer, by);
  }

  @Override
  public void fail(CallFailure failure) {
    parts.clear();
    client.fail(failure);
  }

  @Override
  public boolean isFull() {
    return client.isFull();
  }

  @Override
  public void listen(Runnable left, Runnable drained) {
    client.listen(left, drained);
  }
}
