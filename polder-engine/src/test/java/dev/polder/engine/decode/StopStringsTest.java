package dev.polder.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {
  @Test
  void findsAStopStringThatComesInParts() {
    // Given
    StopStrings stops = new StopStrings(List.of("\n\nUser:"));

    // When
    String given = stops.add("Hello.\n") + stops.add("\nUs") + stops.add("er: more");

    // Then
    assertThat(given).isEqualTo("Hello.");
    assertThat(stops.reached()).isTrue();
    assertThat(stops.end()).isEmpty();
  }

  @Test
  void givesOutTextThatTurnsOutToBeNoStopString() {
    // Given
    StopStrings stops = new StopStrings(List.of("STOP"));

    // When
    String first = stops.add("one ST");
    String second = stops.add("EP two");

    // Then
    assertThat(first).isEqualTo("one ");
    assertThat(second).isEqualTo("STEP two");
  }

  @Test
  void takesTheEarliestOfSeveralStopStrings() {
    // Given
    StopStrings stops = new StopStrings(List.of("c", "b"));

    // When
    String given = stops.add("abc");

    // Then
    assertThat(given).isEqualTo("a");
  }

  @Test
  void givesOutWhatItHeldWhenTheAnswerEndsOtherwise() {
    // Given
    StopStrings stops = new StopStrings(List.of("STOP"));

    // When
    String given = stops.add("one STO") + stops.end();

    // Then
    assertThat(given).isEqualTo("one STO");
  }

  @Test
  void letsEverythingThroughWithoutStopStrings() {
    // Given
    StopStrings stops = new StopStrings(List.of());

    // When
    String given = stops.add("one") + stops.add("two");

    // Then
    assertThat(given).isEqualTo("onetwo");
  }
}
