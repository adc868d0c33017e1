package dev.polder.evidence.paired;

import org.apache.commons.rng.UniformRandomProvider;

/// Draws how many of so many trials succeed, for trials and probabilities that change from draw to
/// draw: by inversion from the likeliest number outwards, in as many steps as the spread has.
final class BinomialDraw {
  private final double[] logFactorials;
  private final UniformRandomProvider random;

  /// @param most the most trials that will be asked for
  BinomialDraw(int most, UniformRandomProvider random) {
    this.random = random;
    this.logFactorials = new double[most + 1];
    for (int i = 2; i <= most; i++) {
      logFactorials[i] = logFactorials[i - 1] + Math.log(i);
    }
  }

  int next(int trials, double probability) {
    if (probability >= 1) {
      return trials;
    }
    if (probability <= 0) {
      return 0;
    }
    double odds = probability / (1 - probability);
    int up = Math.min(trials, (int) ((trials + 1.0) * probability));
    int down = up;
    double ofUp = probabilityOf(up, trials, probability);
    double ofDown = ofUp;
    double left = random.nextDouble() - ofUp;
    int likeliest = up;
    while (left >= 0 && (up < trials || down > 0)) {
      if (up < trials) {
        ofUp *= odds * (trials - up) / (up + 1.0);
        up++;
        left -= ofUp;
        if (left < 0) {
          return up;
        }
      }
      if (down > 0) {
        ofDown *= down / (odds * (trials - down + 1.0));
        down--;
        left -= ofDown;
        if (left < 0) {
          return down;
        }
      }
      if (ofUp < Double.MIN_NORMAL && ofDown < Double.MIN_NORMAL) {
        break; // what rounding has left over
      }
    }
    return likeliest;
  }

  private double probabilityOf(int successes, int trials, double probability) {
    return Math.exp(
        logFactorials[trials]
            - logFactorials[successes]
            - logFactorials[trials - successes]
            + successes * Math.log(probability)
            + (trials - successes) * Math.log1p(-probability));
  }
}
