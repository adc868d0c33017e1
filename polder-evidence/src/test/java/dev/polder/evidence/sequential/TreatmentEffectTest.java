package dev.polder.evidence.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.RealData;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// A whole published stream, bounds and p-value at each of its 1,000 steps: the average treatment
/// effect of Howard et al. (2021), section 4.3, as their library's demonstration prints it.
final class TreatmentEffectTest {
  private static final Offset<Double> STATED = within(1e-4);

  @Test
  void agreesWithThePublishedStreamAtEveryStep() {
    List<Map<String, String>> rows = RealData.table("confseq_reference/ate_data.csv");
    // The variance of an outcome is 0.16 and each arm has half of the units, tuned for 50 of them;
    // an outcome in [0, 1], weighted by 2, lies at most 4 from what is forecast.
    Mixture mixture = Mixture.gammaExponential(50 * 0.16 * 4, 0.025, 4);
    double[] sums = new double[2];
    double[] counts = new double[2];
    double s = 0;
    double v = 0;
    int t = 0;
    for (Map<String, String> row : rows) {
      t++;
      double y = number(row, "y");
      int arm = (int) number(row, "treatment");
      double[] forecasts = forecasts(t, sums, counts);
      double weighted = (arm == 1 ? 2 : -2) * (y - forecasts[arm]);
      s += forecasts[1] - forecasts[0] + weighted;
      v += weighted * weighted;
      sums[arm] += y;
      counts[arm]++;
      double radius = mixture.boundary(v, 0.025) / t;
      assertThat(s / t).isCloseTo(number(row, "point_estimate"), STATED);
      assertThat(Math.min(1, s / t + radius))
          .isCloseTo(number(row, "upper_confidence_bound"), STATED);
      assertThat(Math.max(-1, s / t - radius))
          .isCloseTo(number(row, "lower_confidence_bound"), STATED);
      assertThat(Math.min(1, Math.exp(-mixture.logCapital(s, v))))
          .isCloseTo(number(row, "p_value"), STATED);
    }
    assertThat(t).isEqualTo(1_000);
  }

  /// The mean of each arm so far (0 where it has none), and a half before anything was seen.
  private static double[] forecasts(int t, double[] sums, double[] counts) {
    if (t == 1) {
      return new double[] {0.5, 0.5};
    }
    return new double[] {sums[0] / Math.max(1, counts[0]), sums[1] / Math.max(1, counts[1])};
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.getOrDefault(column, ""));
  }
}
