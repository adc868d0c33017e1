package dev.polder.evals.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SampleTest {
  @Test
  void writesItselfInCanonicalForm() {
    Sample sample =
        new Sample(
            "a\"b",
            List.of(new Message("system", "Be\nbrief."), new Message("user", "Größe?")),
            new Target.Texts(List.of("x", "y")),
            Optional.of("c"),
            Set.of("t", "s"),
            2.5);

    JsonNode json = CanonicalJson.parse(sample.canonical()).orElseThrow();

    assertThat(CanonicalJson.text(json)).isEqualTo(sample.canonical());
    assertThat(json.path("input")).isEqualTo(Sample.messages(sample.input()));
    assertThat(json.path("tags").toString()).isEqualTo("[\"s\",\"t\"]");
  }
}
