package dev.polder.evidence.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariantTest {
  @Test
  void equalVariantsHaveEqualDigestsAndAnyChangeMakesAnother() {
    List<Variant> all =
        List.of(
            new Variant("m", "v", "q", "p", "a"),
            new Variant("n", "v", "q", "p", "a"),
            new Variant("m", "w", "q", "p", "a"),
            new Variant("m", "v", "r", "p", "a"),
            new Variant("m", "v", "q", "o", "a"),
            new Variant("m", "v", "q", "p", "b"));

    Set<String> digests = new HashSet<>(all.stream().map(Variant::digest).toList());

    assertThat(digests).hasSize(all.size());
    assertThat(new Variant("m", "v", "q", "p", "a").digest()).isEqualTo(all.getFirst().digest());
  }

  @Test
  void textThatMovesFromOnePartToTheNextMakesAnotherVariant() {
    assertThat(new Variant("ab", "c", "", "", "").digest())
        .isNotEqualTo(new Variant("a", "bc", "", "", "").digest());
    assertThat(new Variant("a", "b", "", "", "").digest())
        .isNotEqualTo(new Variant("a", "", "b", "", "").digest());
  }

  /// Stored findings are looked up by it, so it must stay what it is.
  @Test
  void theDigestStaysTheSameFromReleaseToRelease() {
    assertThat(Variant.of("frontier-1").digest())
        .isEqualTo("sha256:bfd15002056993c767a82aa2f065c2f774c88d1f9fa6324a4220ddd92337e932");
  }

  @Test
  void saysWhatHasChanged() {
    Variant then = new Variant("m", "1", "Q8_0", "p", "a");

    assertThat(then.changes(then)).isEmpty();
    assertThat(then.changes(new Variant("m", "2", "Q8_0", "p", "b")))
        .isEqualTo("version and parameters");
    assertThat(then.changes(new Variant("n", "1", "Q4_K_M", "o", "a")))
        .isEqualTo("model and quantisation and prompt");
  }

  @Test
  void refusesAVariantWithoutAModel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variant.of(" "))
        .withMessageContaining("Name the model");
  }
}
