package dev.polder.app.eval;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.polder.evals.run.PairedValues;
import dev.polder.evals.run.Pairing;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.paired.PairTable;
import dev.polder.evidence.paired.PairedScores;
import dev.polder.evidence.plan.DesignEffect;
import dev.polder.evidence.plan.SampleSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How many samples a comparison takes: by how much worse the candidate truly is, and how surely
/// that is to be shown.
public final class SizeTable {
  private static final double[] POWERS = {0.8, 0.9, 0.95};

  /// Supposed true differences, in parts of the margin.
  private static final double[] PARTS = {0, -0.2, -0.4, -0.6};

  private final double margin;
  private final double alpha;
  private final double discordance;
  private final Optional<Double> upperDiscordance;
  private final double designEffect;
  private final Optional<PairedScores> pilot;
  private final List<String> premises;

  private SizeTable(
      double margin,
      double alpha,
      double discordance,
      Optional<Double> upperDiscordance,
      double designEffect,
      Optional<PairedScores> pilot,
      List<String> premises) {
    this.margin = margin;
    this.alpha = alpha;
    this.discordance = discordance;
    this.upperDiscordance = upperDiscordance;
    this.designEffect = designEffect;
    this.pilot = pilot;
    this.premises = List.copyOf(premises);
  }

  /// From a share that somebody supposes.
  ///
  /// @throws IllegalArgumentException when no size follows; the message says why
  public static SizeTable of(double margin, double alpha, double discordance) {
    SizeTable table =
        new SizeTable(
            margin,
            alpha,
            discordance,
            Optional.empty(),
            1,
            Optional.empty(),
            List.of(
                format(
                    "Margin %.3f, one-sided error %.3f, supposed discordance %.3f.",
                    margin, alpha, discordance)));
    table.size(0, 0.8, discordance).pairs();
    return table;
  }

  /// From a pilot. Where its samples come in clusters, their design effect counts.
  public static SizeTable of(double margin, double alpha, Pairing pairing, String scorer) {
    PairedValues values = pairing.values(scorer);
    if (values.pairs().isEmpty()) {
      throw new IllegalArgumentException(
          "The pilot has no pair with the score '%s'. Name one of its scores, or run it first."
              .formatted(scorer));
    }
    PairedScores scores = new PairedScores(values.differences(), values.clusters());
    List<String> premises = new ArrayList<>();
    Optional<PairTable> counts = counts(values);
    Estimate discordance = counts.map(SampleSize::discordanceOf).orElse(graded(scores));
    premises.add(format("Margin %.3f, one-sided error %.3f, score '%s'.", margin, alpha, scorer));
    premises.add(
        counts.isPresent()
            ? format(
                "The pilot's discordance is %.3f, 80 %% interval %s, n = %d pairs.",
                discordance.value(), discordance.interval(), discordance.n())
            : format(
                "The pilot's mean squared difference is %.3f, n = %d pairs.",
                discordance.value(), discordance.n()));
    if (discordance.value() == 0) {
      throw new IllegalArgumentException(
          "In the pilot of %d pairs both were always the same, which does not show that they always are. Run a larger one, or suppose a --discordance."
              .formatted(discordance.n()));
    }
    double effect =
        values.clustered()
            ? DesignEffect.of(scores.intraClusterCorrelation(), scores.clusterSizes())
            : 1;
    if (values.clustered()) {
      premises.add(
          format(
              "Its samples come in %d clusters; correlation %.3f, design effect %.2f.",
              scores.clusters(), scores.intraClusterCorrelation(), effect));
    }
    return new SizeTable(
        margin,
        alpha,
        discordance.value(),
        counts.map(table -> discordance.interval().high()),
        effect,
        Optional.of(scores),
        premises);
  }

  private static Estimate graded(PairedScores scores) {
    double square = scores.meanSquare();
    return new Estimate(square, new Interval(square, square), 0.8, scores.n());
  }

  /// The table of right-or-wrong scores; empty for others.
  private static Optional<PairTable> counts(PairedValues values) {
    double[] reference = values.reference();
    double[] candidate = values.candidate();
    int[] cells = new int[4];
    for (int i = 0; i < reference.length; i++) {
      if (!isBinary(reference[i]) || !isBinary(candidate[i])) {
        return Optional.empty();
      }
      cells[(reference[i] == 1 ? 0 : 2) + (candidate[i] == 1 ? 0 : 1)]++;
    }
    return Optional.of(new PairTable(cells[0], cells[1], cells[2], cells[3]));
  }

  private static boolean isBinary(double value) {
    return value == 0 || value == 1;
  }

  /// For clusters of another size or likeness than the pilot's.
  public SizeTable withClusters(Optional<Integer> size, Optional<Double> correlation) {
    double likeness =
        correlation.or(() -> pilot.map(PairedScores::intraClusterCorrelation)).orElse(0.0);
    int[] sizes =
        size.map(each -> new int[] {each})
            .or(() -> pilot.map(PairedScores::clusterSizes))
            .orElse(new int[] {1});
    double effect = DesignEffect.of(likeness, sizes);
    List<String> more = new ArrayList<>(premises);
    more.add(
        size.map(each ->
                format(
                    "Planned for %d samples a cluster; correlation %.3f, design effect %.2f.",
                    each, likeness, effect))
            .orElseGet(() ->
                format("Planned for correlation %.3f, design effect %.2f.", likeness, effect)));
    return new SizeTable(margin, alpha, discordance, upperDiscordance, effect, pilot, more);
  }

  /// What the table rests on, for people.
  public List<String> premises() {
    return premises;
  }

  /// The table, its head first.
  public List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("true difference"));
    Arrays.stream(POWERS).forEach(power -> head.add(format("%.0f %% power", 100 * power)));
    upperDiscordance.ifPresent(upper -> head.add(format("80 %% power at %.3f", upper)));
    rows.add(head);
    for (double part : PARTS) {
      List<String> row = new ArrayList<>(List.of(format("%.3f", part * margin)));
      for (double power : POWERS) {
        row.add(Amounts.exact(size(part * margin, power, discordance).pairs()));
      }
      upperDiscordance.ifPresent(
          upper -> row.add(Amounts.exact(size(part * margin, 0.8, upper).pairs())));
      rows.add(row);
    }
    return rows;
  }

  /// How many where the candidate is truly as good, at 80 % power.
  public long usual() {
    return size(0, 0.8, discordance).pairs();
  }

  private SampleSize size(double difference, double power, double share) {
    // A candidate that is worse differs at least in as many samples as it is worse by.
    return new SampleSize(
        margin, alpha, power, Math.max(share, Math.abs(difference)), difference, designEffect);
  }

  @FormatMethod
  private static String format(@FormatString String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
