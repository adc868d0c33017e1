package dev.polder.evals.score;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.proportion.Wilson;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// How far a judge grades as people do, on answers that both have graded.
///
/// @param share of answers that got the same grade, with Wilson's interval
/// @param kappa Cohen's: agreement beyond what chance would bring, from -1 to 1; none where both
///   gave one and the same grade throughout, since chance explains that wholly. Its interval is the
///   normal one with the standard error of Fleiss, Cohen and Everitt (1969), which holds for kappas
///   other than 0
public record Agreement(Estimate share, Optional<Estimate> kappa) {
  private static final double CONFIDENCE = 0.95;
  private static final double Z = 1.959963984540054;

  /// Compares grades, one pair an answer.
  ///
  /// @throws IllegalArgumentException when there are none, or not as many of one as of the other
  public static Agreement of(List<String> judge, List<String> people) {
    if (judge.size() != people.size() || judge.isEmpty()) {
      throw new IllegalArgumentException(
          "%d grades of the judge beside %d of people: each answer needs both"
              .formatted(judge.size(), people.size()));
    }
    double[][] table = table(judge, people);
    int n = judge.size();
    double observed = 0;
    for (int i = 0; i < table.length; i++) {
      observed += table[i][i];
    }
    int same = (int) IntStream.range(0, n).filter(i -> judge.get(i).equals(people.get(i))).count();
    Interval interval = Wilson.interval(same, n, CONFIDENCE);
    return new Agreement(
        new Estimate(observed, interval, CONFIDENCE, n), kappa(table, observed, interval, n));
  }

  /// Shares: rows are the judge's grades, columns people's.
  private static double[][] table(List<String> judge, List<String> people) {
    TreeSet<String> grades = new TreeSet<>(judge);
    grades.addAll(people);
    List<String> order = List.copyOf(grades);
    double[][] table = new double[order.size()][order.size()];
    for (int i = 0; i < judge.size(); i++) {
      table[order.indexOf(judge.get(i))][order.indexOf(people.get(i))]++;
    }
    for (double[] row : table) {
      for (int j = 0; j < row.length; j++) {
        row[j] /= judge.size();
      }
    }
    return table;
  }

  private static Optional<Estimate> kappa(
      double[][] table, double observed, Interval share, int n) {
    double[] rows = new double[table.length];
    double[] columns = new double[table.length];
    for (int i = 0; i < table.length; i++) {
      for (int j = 0; j < table.length; j++) {
        rows[i] += table[i][j];
        columns[j] += table[i][j];
      }
    }
    double chance = 0;
    for (int i = 0; i < table.length; i++) {
      chance += rows[i] * columns[i];
    }
    if (1 - chance < 1e-12) {
      return Optional.empty();
    }
    double kappa = (observed - chance) / (1 - chance);
    boolean certain = 1 - observed < 1e-12 || observed < 1e-12;
    // Where all agree the standard error is 0 however few they are; the share's interval is not.
    Interval interval =
        certain
            ? clipped((share.low() - chance) / (1 - chance), (share.high() - chance) / (1 - chance))
            : around(kappa, standardError(table, rows, columns, observed, chance, n));
    return Optional.of(new Estimate(kappa, interval, CONFIDENCE, n));
  }

  private static double standardError(
      double[][] table, double[] rows, double[] columns, double observed, double chance, int n) {
    double sum = 0;
    for (int i = 0; i < table.length; i++) {
      for (int j = 0; j < table.length; j++) {
        double weight =
            i == j
                ? 1 - chance - (rows[i] + columns[i]) * (1 - observed)
                : (columns[i] + rows[j]) * (1 - observed);
        sum += table[i][j] * weight * weight;
      }
    }
    double last = observed * chance - 2 * chance + observed;
    return Math.sqrt(Math.max(0, sum - last * last) / n) / ((1 - chance) * (1 - chance));
  }

  private static Interval around(double kappa, double standardError) {
    return clipped(kappa - Z * standardError, kappa + Z * standardError);
  }

  private static Interval clipped(double low, double high) {
    return new Interval(Math.max(-1, low), Math.min(1, high));
  }
}
