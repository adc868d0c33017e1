package dev.polder.evals.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polder.evidence.Estimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AgreementTest {
  private static final Path DATA =
      Path.of(Optional.ofNullable(System.getenv("POLDER_DATA")).orElse("../../shared/data"));

  /// The diagnoses of Fleiss, Levin and Paik (Statistical Methods for Rates and Proportions), whose
  /// kappa is .676; the standard error by an independent script, a delta method with numerical
  /// derivatives.
  @Test
  void agreesWithThePrintedExample() {
    Agreement agreement = of(new int[][] {{75, 1, 4}, {5, 4, 1}, {0, 0, 10}});

    Estimate kappa = agreement.kappa().orElseThrow();
    assertThat(agreement.share().value()).isCloseTo(0.89, within(1e-12));
    assertThat(kappa.value()).isCloseTo(0.67647, within(0.0005));
    assertThat(standardError(agreement)).isCloseTo(0.0877030, within(1e-6));
  }

  @Test
  void knowsAgreementBeyondChance() {
    assertThat(of(new int[][] {{20, 5}, {10, 15}}).kappa().orElseThrow().value())
        .isCloseTo(0.4, within(1e-12));
    assertThat(of(new int[][] {{25, 25}, {25, 25}}).kappa().orElseThrow().value())
        .isCloseTo(0, within(1e-12));
    assertThat(of(new int[][] {{0, 25}, {25, 0}}).kappa().orElseThrow().value())
        .isCloseTo(-1, within(1e-12));
  }

  @Test
  void isNotSureOfAFewThatAllAgree() {
    Estimate kappa = of(new int[][] {{3, 0}, {0, 3}}).kappa().orElseThrow();

    assertThat(kappa.value()).isEqualTo(1);
    assertThat(kappa.interval().low()).isLessThan(0.3);
  }

  @Test
  void hasNoKappaWhereEverybodyAlwaysSaysTheSame() {
    Agreement agreement = of(new int[][] {{50}});

    assertThat(agreement.kappa()).isEmpty();
    assertThat(agreement.share().value()).isEqualTo(1);
  }

  @Test
  void needsAGradeOfEachForEachAnswer() {
    assertThatThrownBy(() -> Agreement.of(List.of("a"), List.of()))
        .hasMessage("1 grades of the judge beside 0 of people: each answer needs both");
  }

  /// Values computed once by an independent script from the same file.
  @Test
  void tellsJudgesApartOnRealLabels() throws IOException {
    Path file = DATA.resolve("pandalm_judge_human/judgments.csv");
    assumeTrue(Files.exists(file), "no " + file);
    List<String> gpt = new ArrayList<>();
    List<String> panda = new ArrayList<>();
    List<String> person = new ArrayList<>();
    for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
      List<String> cells = List.of(line.split(",", -1));
      int size = cells.size();
      person.add(cells.get(size - 5));
      gpt.add(cells.get(size - 2));
      panda.add(cells.get(size - 1));
    }

    Agreement first = Agreement.of(gpt, person);
    Agreement second = Agreement.of(panda, person);

    assertThat(first.share().n()).isEqualTo(999);
    assertThat(first.share().value()).isCloseTo(0.686687, within(1e-6));
    assertThat(first.kappa().orElseThrow().value()).isCloseTo(0.456651, within(1e-6));
    assertThat(standardError(first)).isCloseTo(0.0226398, within(1e-6));
    assertThat(second.share().value()).isCloseTo(0.659660, within(1e-6));
    assertThat(second.kappa().orElseThrow().value()).isCloseTo(0.419093, within(1e-6));
    assertThat(standardError(second)).isCloseTo(0.0242421, within(1e-6));
  }

  private static double standardError(Agreement agreement) {
    return agreement.kappa().orElseThrow().interval().width() / 2 / 1.959964;
  }

  private static Agreement of(int[][] table) {
    List<String> judge = new ArrayList<>();
    List<String> people = new ArrayList<>();
    for (int i = 0; i < table.length; i++) {
      for (int j = 0; j < table.length; j++) {
        judge.addAll(Collections.nCopies(table[i][j], "grade " + i));
        people.addAll(Collections.nCopies(table[i][j], "grade " + j));
      }
    }
    return Agreement.of(judge, people);
  }
}
