package dev.polder.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretTest {
  @Test
  void isNeverPrinted() {
    assertThat(new Secret("sk-very-secret")).hasToString("***");
    assertThat(
            new Provider(
                    "p", Preset.CUSTOM, Optional::empty, Optional.of(new Secret("sk-very-secret")))
                .toString())
        .doesNotContain("very-secret");
  }

  @Test
  void hidesItselfAndNothingAroundIt() {
    // Given
    Bytes whole = Bytes.utf8("Größe: sk-very-sécret, sk-very-sécret 😀");
    Bytes error = whole.slice(2, whole.length());

    // When
    Bytes hidden = new Secret("sk-very-sécret").hideIn(error);

    // Then
    assertThat(hidden.utf8())
        .isEqualTo(error.utf8().replace("sk-very-sécret", "***"))
        .doesNotContain("cret");
  }

  @Test
  void aStandInThatKeepsNobodyOutTearsNoWordsApart() {
    // Given
    Bytes error = Bytes.utf8("EMPTY prompt");

    // Then
    assertThat(new Secret("EMPTY").hideIn(error)).isSameAs(error);
  }
}
