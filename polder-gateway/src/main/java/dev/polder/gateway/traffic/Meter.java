package dev.polder.gateway.traffic;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// Counts events of the last five minutes in a ring of ten-second buckets. Times are nanoseconds
/// since the counting began, from 0.
///
/// A bucket is never emptied but replaced, by whoever comes first in its time; so a count can be
/// late by one bucket, but never lost or counted twice.
final class Meter {
  private static final long BUCKET = TimeUnit.SECONDS.toNanos(10);
  private static final int BUCKETS = 30;

  private record Bucket(long number, LongAdder events) {}

  private final AtomicReferenceArray<Bucket> ring = new AtomicReferenceArray<>(BUCKETS);

  void count(long now) {
    long number = now / BUCKET;
    int place = (int) (number % BUCKETS);
    Bucket bucket = ring.get(place);
    while (bucket == null || bucket.number() < number) {
      Bucket fresh = new Bucket(number, new LongAdder());
      if (ring.compareAndSet(place, bucket, fresh)) {
        bucket = fresh;
      } else {
        bucket = ring.get(place);
      }
    }
    bucket.events().increment();
  }

  /// Events a minute over what the buckets cover: the whole ones and the part of the present one;
  /// in the beginning, since counting began, but at least ten seconds.
  double perMinute(long now) {
    long number = now / BUCKET;
    long events = 0;
    for (int i = 0; i < BUCKETS; i++) {
      Bucket bucket = ring.get(i);
      if (bucket != null && bucket.number() > number - BUCKETS) {
        events += bucket.events().sum();
      }
    }
    long covered = Math.min(now, (BUCKETS - 1) * BUCKET + now % BUCKET);
    return events * (double) TimeUnit.MINUTES.toNanos(1) / Math.max(covered, BUCKET);
  }
}
