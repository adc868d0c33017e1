package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// How gateways of this field fail again and again, and what the program does instead; each test is
/// named after its row. Row 16 is in [SecretsTest], the others are the gateway's own.
final class FieldFailuresTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("");

  private int polder(String command, String... options) throws IOException {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] all = new String[options.length + 1];
    all[0] = command;
    System.arraycopy(options, 0, all, 1, options.length);
    return line.execute(all);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("polder.yaml"), text).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "acme, NL, NL, hall-2, Both are at provider 'acme'",
    "own, US, NL, hall-2, Both are controlled from US (United States)",
    "own, NL, US, hall-2, Both models were made in US (United States)",
    "own, NL, NL, hall-1, Both stand at 'hall-1'",
  })
  void row8AFallbackThatDiesWithItsPrimaryIsWarnedOf(
      String provider, String control, String maker, String place, String warning)
      throws IOException {
    // When
    int code = polder("check", "--strict", ladder(provider, control, maker, place));

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("the fallback 'fallback' depends on the same as its primary 'primary'")
        .contains(warning)
        .containsOnlyOnce("Both");
  }

  @Test
  void row8AFallbackThatSharesNothingIsNotWarnedOf() throws IOException {
    // When
    int code = polder("check", "--strict", ladder("own", "NL", "NL", "hall-2"));

    // Then
    assertThat(out.toString()).contains("is in order").doesNotContain("depends on the same");
    assertThat(code).isZero();
  }

  private String ladder(String provider, String control, String maker, String place)
      throws IOException {
    return file(
        """
        organisation: Test
        providers:
          acme: {base-url: "http://127.0.0.1:1/v1"}
          own: {base-url: "http://127.0.0.1:2/v1"}
        deployments:
          primary: {provider: acme, location: US, control: US, maker: US, place: hall-1}
          fallback: {provider: %s, location: NL, control: %s, maker: %s, place: %s}
          third: {provider: own, location: NL, control: NL, maker: NL}
        use-cases:
          letters: {candidates: [primary, fallback]}
          triage: {candidates: [primary, third]}
        """
            .formatted(provider, control, maker, place));
  }

  @Test
  void row15WhatNamesAnUnknownKeyIsRefusedAtStartAndAllFaultsAreToldAtOnce() throws IOException {
    // Given
    String file =
        file(
            """
            organisation: Test
            providers:
              acme: {base-url: "http://127.0.0.1:1/v1"}
            deployments:
              large: {provider: acne, location: US, control: US, maker: US}
            data-classes:
              personal: {locations: [EU]}
            use-cases:
              letters: {candidates: [large, smal], data-class: persnal}
              triage: {candidates: [large], data-clas: personal}
            """);

    // When
    int code = polder("serve", "-c", file);

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("'large'", "'acne'", "Known providers: acme")
        .contains("'letters'", "'smal'", "Known deployments: large")
        .contains("'persnal'", "Known data classes: personal")
        .contains("'data-clas'", "data-class")
        .contains("4 faults.");
  }
}
