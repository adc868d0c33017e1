package dev.polder.evals.suite;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Which texts were seen before, and where first: 24 bytes a text in a table at most two thirds
/// full, without an object for any of them.
///
/// Texts are told apart by half their SHA-256, which is as sure as the whole for what is here.
final class Seen {
  /// No text was seen at such a place.
  static final int NOWHERE = -1;

  private final Digest digest = new Digest("");
  private long[] high = new long[1024];
  private long[] low = new long[1024];
  private int[] places = new int[1024];
  private int size;

  Seen() {
    digest.take();
    Arrays.fill(places, NOWHERE);
  }

  /// Notes that `text` stands at `place`, unless it stands elsewhere already.
  ///
  /// @param place from 0
  /// @return where it was seen first, [#NOWHERE] if never before
  int add(String text, int place) {
    ByteBuffer hash = digest.add(text).take();
    if (3L * (size + 1) > 2L * places.length) {
      grow();
    }
    long first = hash.getLong();
    long second = hash.getLong();
    int slot = slot(first, second);
    if (places[slot] != NOWHERE) {
      return places[slot];
    }
    high[slot] = first;
    low[slot] = second;
    places[slot] = place;
    size++;
    return NOWHERE;
  }

  /// Where the text of these halves is, or the free slot where it belongs.
  private int slot(long first, long second) {
    int slot = (int) first & (places.length - 1);
    while (places[slot] != NOWHERE && (high[slot] != first || low[slot] != second)) {
      slot = (slot + 1) & (places.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] highBefore = high;
    long[] lowBefore = low;
    int[] placesBefore = places;
    high = new long[highBefore.length * 2];
    low = new long[high.length];
    places = new int[high.length];
    Arrays.fill(places, NOWHERE);
    for (int i = 0; i < placesBefore.length; i++) {
      if (placesBefore[i] != NOWHERE) {
        int slot = slot(highBefore[i], lowBefore[i]);
        high[slot] = highBefore[i];
        low[slot] = lowBefore[i];
        places[slot] = placesBefore[i];
      }
    }
  }
}
