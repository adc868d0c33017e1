package dev.polder.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SamplerTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TestFactory
  Stream<DynamicTest> weighsTokensLikeTransformers() throws Exception {
    Path goldens = Path.of(SamplerTest.class.getResource("/models/chatml/sampling.jsonl").toURI());
    return Files.readAllLines(goldens).stream()
        .map(SamplerTest::parsed)
        .map(golden -> DynamicTest.dynamicTest(sampling(golden).toString(), () -> check(golden)));
  }

  private static void check(JsonNode golden) {
    double[] expected = numbers(golden.path("probabilities"));

    Sampler.Candidates candidates =
        new Sampler(sampling(golden), Sampler.seeded(1)).candidates(logits(golden));

    double[] actual = new double[expected.length];
    for (int i = 0; i < candidates.tokens().length; i++) {
      actual[candidates.tokens()[i]] = candidates.probabilities()[i];
    }
    assertThat(actual).containsExactly(expected, within(1e-6));
  }

  @Test
  void takesTheSameTokensForTheSameSeed() {
    // Given
    Sampling sampling = new Sampling(1, 0, 0.9, 1);
    FloatBuffer logits = FloatBuffer.wrap(new float[] {1, 2, 3, 2, 1, 0, 2.5f, 2.9f});

    // When
    int[] once = draws(new Sampler(sampling, Sampler.seeded(7)), logits);
    int[] again = draws(new Sampler(sampling, Sampler.seeded(7)), logits);
    int[] otherwise = draws(new Sampler(sampling, Sampler.seeded(8)), logits);

    // Then
    assertThat(once).isEqualTo(again).isNotEqualTo(otherwise);
  }

  @Test
  void drawsTokensAsOftenAsTheyAreLikely() {
    // Given
    Sampler sampler = new Sampler(new Sampling(1, 0, 1, 1), Sampler.seeded(3));
    FloatBuffer logits = FloatBuffer.wrap(new float[] {0, (float) Math.log(3)});

    // When
    long second = IntStream.range(0, 20_000).filter(i -> sampler.next(logits) == 1).count();

    // Then: three quarters, within four standard errors
    assertThat(second / 20_000.0).isCloseTo(0.75, within(0.0125));
  }

  @Test
  void penalisesTokensThatCameBefore() {
    // Given
    Sampler sampler = new Sampler(new Sampling(0, 0, 1, 2), Sampler.seeded(1));
    sampler.saw(0);
    sampler.saw(2);

    // When
    int token = sampler.next(FloatBuffer.wrap(new float[] {3, 2, -1, -1.5f}));

    // Then
    assertThat(token).isEqualTo(1);
  }

  private static int[] draws(Sampler sampler, FloatBuffer logits) {
    return IntStream.range(0, 50).map(i -> sampler.next(logits)).toArray();
  }

  private static Sampling sampling(JsonNode golden) {
    return new Sampling(
        golden.path("temperature").asDouble(),
        golden.path("top_k").asInt(),
        golden.path("top_p").asDouble(),
        1);
  }

  private static FloatBuffer logits(JsonNode golden) {
    double[] numbers = numbers(golden.path("logits"));
    FloatBuffer logits = FloatBuffer.allocate(numbers.length);
    for (double number : numbers) {
      logits.put((float) number);
    }
    return logits.flip();
  }

  private static double[] numbers(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
  }

  private static JsonNode parsed(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
