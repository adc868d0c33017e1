package dev.polder.evidence.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Reference values of Howard et al. (2021), as the tests of their library confseq print them, for
/// mixtures tuned for an intrinsic time of 100 and alpha .05.
final class MixtureTest {
  private static final double ALPHA = 0.05;
  private static final Offset<Double> PRINTED = within(1e-5);

  @Test
  void twoSidedNormal() {
    Mixture mixture = Mixture.normal(100, ALPHA);
    assertThat(NormalMixture.rho(100, ALPHA)).isCloseTo(12.60056, PRINTED);
    assertThat(mixture.boundary(100, ALPHA)).isCloseTo(30.35209, PRINTED);
    assertThat(mixture.logCapital(10, 100)).isCloseTo(-0.6510052, PRINTED);
  }

  @Test
  void oneSidedNormal() {
    Mixture mixture = Mixture.oneSidedNormal(100, ALPHA);
    assertThat(mixture.boundary(100, ALPHA)).isCloseTo(27.66071, PRINTED);
    assertThat(mixture.logCapital(10, 100)).isCloseTo(-0.06502391, PRINTED);
  }

  @Test
  void gammaExponential() {
    Mixture mixture = Mixture.gammaExponential(100, ALPHA, 2);
    assertThat(mixture.boundary(100, ALPHA)).isCloseTo(33.02017, PRINTED);
    assertThat(mixture.logCapital(10, 100)).isCloseTo(-0.2490165, PRINTED);
  }

  @Test
  void twoSidedBetaBinomial() {
    Mixture mixture = Mixture.betaBinomial(100, ALPHA, 0.2, 0.8);
    assertThat(mixture.boundary(100, ALPHA)).isCloseTo(31.4308, PRINTED);
    assertThat(mixture.logCapital(10, 100)).isCloseTo(-0.6941012, PRINTED);
  }

  @Test
  void oneSidedBetaBinomial() {
    Mixture mixture = Mixture.oneSidedBetaBinomial(100, ALPHA, 0.2, 0.8);
    assertThat(mixture.boundary(100, ALPHA)).isCloseTo(28.41238, PRINTED);
    assertThat(mixture.logCapital(10, 100)).isCloseTo(-0.07134019, PRINTED);
  }

  @Test
  void twoDeviationsCannotSumUpToMoreThanTwiceTheLargest() {
    Mixture mixture = Mixture.oneSidedBetaBinomial(100, ALPHA, 0.2, 0.8);
    assertThat(mixture.boundary(2 * 0.2 * 0.8, ALPHA)).isCloseTo(2 * 0.8, PRINTED);
  }

  @Test
  void theCapitalAtTheBoundaryIsOneOverAlpha() {
    for (Mixture mixture :
        List.of(
            Mixture.normal(300, 0.1),
            Mixture.oneSidedNormal(300, 0.1),
            Mixture.gammaExponential(300, 0.1, 1.5),
            Mixture.betaBinomial(300, 0.1, 0.4, 0.3),
            Mixture.oneSidedBetaBinomial(300, 0.1, 0.4, 0.3))) {
      for (double v : new double[] {50, 300, 5000}) {
        assertThat(mixture.logCapital(mixture.boundary(v, 0.02), v))
            .as("%s at %s", mixture, v)
            .isCloseTo(Math.log(50), within(1e-8));
      }
    }
  }

  /// Coin flips around their mean, which all of these mixtures are valid for.
  @Test
  void noBoundaryIsCrossedMoreOftenThanAlphaAtAnyTime() {
    double p = 0.3;
    double sd = Math.sqrt(p * (1 - p));
    int runs = 2_000;
    int steps = 1_000;
    int[] crossed = new int[4];
    double[] normal = new double[steps + 1];
    double[] bernoulli = new double[steps + 1];
    double[] gamma = new double[steps + 1];
    Mixture twoSided = Mixture.normal(100 * 0.25, ALPHA);
    Mixture beta = Mixture.oneSidedBetaBinomial(100 * sd * sd, ALPHA, p, 1 - p);
    Mixture exponential = Mixture.gammaExponential(100 * sd * sd, ALPHA, 1);
    for (int t = 1; t <= steps; t++) {
      normal[t] = twoSided.boundary(t * 0.25, ALPHA); // within a range of 1: variance 1/4 at most
      bernoulli[t] = beta.boundary(t * sd * sd, ALPHA);
      gamma[t] = exponential.boundary(t * sd * sd, ALPHA); // the variance is known, so no forecast
    }
    SplittableRandom random = new SplittableRandom(41);
    for (int run = 0; run < runs; run++) {
      boolean[] now = new boolean[4];
      double s = 0;
      double v = 0;
      for (int t = 1; t <= steps; t++) {
        double forecast = (s + 0.5) / t; // of the deviation, from those before
        double deviation = (random.nextDouble() < p ? 1 : 0) - p;
        s += deviation;
        v += (deviation - forecast) * (deviation - forecast);
        now[0] |= Math.abs(s) > normal[t];
        now[1] |= s > bernoulli[t] + 1e-9; // which the sum may reach, but not exceed
        now[2] |= s > gamma[t];
        now[3] |= exponential.logCapital(s, v) >= -Math.log(ALPHA);
      }
      for (int i = 0; i < 4; i++) {
        crossed[i] += now[i] ? 1 : 0;
      }
    }
    for (int count : crossed) {
      assertThat(count / (double) runs).isPositive().isLessThanOrEqualTo(ALPHA);
    }
  }

  @Test
  void saysWhatIsWrongWithANumber() {
    assertThatThrownBy(() -> Mixture.oneSidedNormal(100, 0.6))
        .hasMessage("a one-sided alpha must lie between 0.0 and 0.5: 0.6");
    assertThatThrownBy(() -> Mixture.gammaExponential(100, 0.05, 0))
        .hasMessage("c must be positive: 0.0");
  }
}
