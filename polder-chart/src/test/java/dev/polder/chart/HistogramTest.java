package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final Axis SECONDS = Axis.numbers("seconds");

  @Test
  void countsEveryValueOnce() {
    SplittableRandom random = new SplittableRandom(7);
    double[] values = random.doubles(5_000).map(u -> -Math.log(u)).toArray();
    Histogram histogram = Histogram.of("t", "", SECONDS, values);
    assertThat(histogram.bins().stream().mapToLong(Histogram.Bin::count).sum()).isEqualTo(5_000);
    assertThat(histogram.bins().size()).isBetween(15, 45);
  }

  @Test
  void gathersWhatLiesFarOutInTheLastBin() {
    double[] values =
        DoubleStream.concat(
                DoubleStream.iterate(1, x -> x + 0.001).limit(1000), DoubleStream.of(9_000, 60))
            .toArray();
    Histogram histogram = Histogram.of("t", "", SECONDS, values);
    assertThat(histogram.bins().getLast().to()).isInfinite();
    assertThat(histogram.bins().getLast().from()).isLessThan(3);
  }

  @Test
  void drawsAValueThatIsAlwaysTheSameAndNoneAtAll() {
    assertThat(Histogram.of("t", "", SECONDS, new double[] {0, 0, 0}).bins()).hasSize(1);
    assertThat(Histogram.of("t", "", SECONDS, new double[] {40}).bins()).hasSize(1);
    assertThat(Histogram.of("t", "", SECONDS, new double[0]).svg()).contains("<svg");
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatThrownBy(() -> Histogram.of("latency", "", SECONDS, new double[] {Double.NaN}))
        .hasMessage("'latency' cannot be drawn at NaN");
  }

  @Test
  void countsOfWholeNumbersHaveWholeBins() {
    double[] values = new SplittableRandom(1).ints(400, 0, 90).asDoubleStream().toArray();
    assertThat(Histogram.of("t", "", Axis.counts("tokens"), values).bins())
        .allMatch(bin -> bin.from() == Math.rint(bin.from()));
  }
}
