package dev.polder.evals.run;

import dev.polder.evals.score.Score;
import dev.polder.evidence.Estimate;
import dev.polder.model.Usage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a log comes to: each score with its interval, errors apart, what it took.
///
/// @param scores by their scorers, in the suite's order, with intervals of 95 %
/// @param answered trials with an answer
/// @param errors trials that were asked and have none
/// @param usage tokens that were paid for, those of failed trials included
/// @param meanMillis how long the model took for an answered trial
public record Summary(
    RunHeader header,
    Map<String, Estimate> scores,
    int answered,
    int errors,
    Usage usage,
    double meanMillis) {
  private static final double CONFIDENCE = 0.95;

  /// Reads a log once, without keeping its answers.
  public static Summary of(Path log) throws BadLogException, IOException {
    Reader reader = new Reader(RunLog.header(log));
    RunLog.scan(log, reader::add);
    return reader.summary();
  }

  /// Trials that have neither answer nor error yet.
  public int left() {
    return header.plan().trials() - answered - errors;
  }

  /// What the tokens cost, where a price is known.
  public Optional<Double> money() {
    return header.price().map(price -> price.of(usage));
  }

  /// Gathers numbers and no texts.
  private static final class Reader {
    private final RunHeader header;
    private final Map<String, Values> values = new LinkedHashMap<>();
    private final Map<String, Integer> clusters = new HashMap<>();
    private final int[] ownGroups;
    private int groups;
    private final BitSet answered = new BitSet();
    private final BitSet failed = new BitSet();
    private long input;
    private long output;
    private double millis;

    Reader(RunHeader header) {
      this.header = header;
      this.ownGroups = new int[header.suite().samples()];
      Arrays.fill(ownGroups, -1);
    }

    void add(Result result) {
      input += result.spent().usage().inputTokens();
      output += result.spent().usage().outputTokens();
      Trial trial = result.trial();
      int place = trial.epoch() * header.suite().samples() + trial.number();
      switch (result) {
        case Result.Scored scored -> {
          answered.set(place);
          millis += scored.spent().millis();
          int group = group(trial);
          for (Score score : scored.scores()) {
            values
                .computeIfAbsent(score.scorer(), first -> new Values())
                .add(score.value(), group, trial.weight());
          }
        }
        case Result.Unanswered unanswered -> failed.set(place);
      }
    }

    /// Trials of one cluster, or else of one sample, are not independent of each other.
    private int group(Trial trial) {
      if (trial.cluster().isPresent()) {
        return clusters.computeIfAbsent(trial.cluster().get(), first -> groups++);
      }
      if (ownGroups[trial.number()] < 0) {
        ownGroups[trial.number()] = groups++;
      }
      return ownGroups[trial.number()];
    }

    Summary summary() {
      failed.andNot(answered);
      Map<String, Estimate> estimates = new LinkedHashMap<>();
      values.forEach((scorer, each) -> estimates.put(scorer, each.estimate(groups)));
      int count = answered.cardinality();
      return new Summary(
          header,
          estimates,
          count,
          failed.cardinality(),
          new Usage(input, output),
          count == 0 ? 0 : millis / count);
    }
  }

  /// All values of one score and the groups that they belong to.
  private static final class Values {
    private double[] values = new double[64];
    private int[] groups = new int[64];
    private double[] weights = new double[64];
    private int n;

    void add(double value, int group, double weight) {
      if (n == values.length) {
        values = Arrays.copyOf(values, 2 * n);
        groups = Arrays.copyOf(groups, 2 * n);
        weights = Arrays.copyOf(weights, 2 * n);
      }
      values[n] = value;
      groups[n] = group;
      weights[n] = weight;
      n++;
    }

    /// @param ofAll how many groups there are in the whole log
    Estimate estimate(int ofAll) {
      return OwnScore.of(
          Arrays.copyOf(values, n), dense(ofAll), Arrays.copyOf(weights, n), CONFIDENCE);
    }

    /// A score may be missing where its scorer could not tell, and so leave gaps.
    private int[] dense(int ofAll) {
      int[] numbers = new int[ofAll];
      int[] dense = new int[n];
      int next = 0;
      for (int i = 0; i < n; i++) {
        if (numbers[groups[i]] == 0) {
          next++;
          numbers[groups[i]] = next;
        }
        dense[i] = numbers[groups[i]] - 1;
      }
      return dense;
    }
  }
}
