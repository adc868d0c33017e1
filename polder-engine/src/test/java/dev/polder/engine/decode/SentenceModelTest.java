package dev.polder.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceModelTest {
  @Test
  void bringsLikeSentencesTogether() {
    // Given
    SentenceModel model = new SentenceModel(1);

    // When
    SentenceModel.Vectors vectors =
        model.embed(
            List.of(
                "The pump station keeps the polder dry.",
                "Pumping stations drain low-lying land.",
                "My invoice has not been paid."));

    // Then
    List<float[]> each = vectors.vectors();
    assertThat(each).allSatisfy(vector -> assertThat(vector).hasSize(SentenceModel.DIMENSION));
    assertThat(product(each.get(0), each.get(0))).isBetween(0.999, 1.001);
    assertThat(product(each.get(0), each.get(1))).isGreaterThan(product(each.get(0), each.get(2)));
    assertThat(vectors.tokens()).isPositive();
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
