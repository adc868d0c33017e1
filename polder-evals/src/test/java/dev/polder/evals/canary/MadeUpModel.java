package dev.polder.evals.canary;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A model that answers each sample rightly with a chance of its own, and in so many wordings.
final class MadeUpModel {
  private final double[] chances;
  private final int wordings;
  private final String name;

  /// @param chances of a right answer, by sample
  /// @param wordings how many different texts a right answer may have, each as likely; likewise a
  ///   wrong one
  /// @param name what its texts begin with: two models never say the same
  private MadeUpModel(double[] chances, int wordings, String name) {
    this.chances = chances;
    this.wordings = wordings;
    this.name = name;
  }

  /// One that is right on a share of `n` samples, always, and wrong on the others.
  static MadeUpModel steady(int n, double right) {
    return new MadeUpModel(
        IntStream.range(0, n).mapToDouble(i -> i < right * n ? 1 : 0).toArray(), 1, "a");
  }

  /// The same, but in doubt about the last `count` of its right samples and as many wrong ones.
  MadeUpModel withDoubts(int count, double doubt) {
    double[] doubtful = chances.clone();
    int right = (int) IntStream.range(0, chances.length).filter(i -> chances[i] == 1).count();
    for (int i = right - count; i < right + count; i++) {
      doubtful[i] = i < right ? 1 - doubt : doubt;
    }
    return new MadeUpModel(doubtful, wordings, name);
  }

  MadeUpModel withWordings(int count) {
    return new MadeUpModel(chances, count, name);
  }

  /// The same answers, but for `count` samples on which it is now always wrong.
  MadeUpModel failing(int count) {
    double[] worse = chances.clone();
    for (int i = 0; i < count; i++) {
      worse[i] = 0;
    }
    return new MadeUpModel(worse, wordings, name);
  }

  /// As good, in other words.
  MadeUpModel renamed(String other) {
    return new MadeUpModel(chances, wordings, other);
  }

  Round round(RandomGenerator random) {
    List<Observed> observed =
        IntStream.range(0, chances.length).mapToObj(i -> observed(i, random)).toList();
    return new Round(Instant.EPOCH, chances.length, observed, Set.of());
  }

  private Observed observed(int sample, RandomGenerator random) {
    boolean right = random.nextDouble() < chances[sample];
    String text = name + (right ? " right " : " wrong ") + random.nextInt(wordings);
    return new Observed("s" + sample, "", right ? 1 : 0, text);
  }

  Vigil watched(Vigil vigil, int rounds, RandomGenerator random) {
    Vigil now = vigil;
    for (int i = 0; i < rounds && now.alarm().isEmpty(); i++) {
      now = now.after(round(random));
    }
    return now;
  }

  /// A vigil over this model that has its baseline.
  Vigil learnt(int baseline, RandomGenerator random) {
    return watched(Vigil.begin(baseline), baseline, random);
  }

  /// How many rounds until the alarm, of at most `most`.
  Optional<Integer> delay(Vigil vigil, int most, RandomGenerator random) {
    Vigil now = watched(vigil, most, random);
    return now.alarm().map(alarm -> (int) (now.looks() - vigil.looks()));
  }
}
