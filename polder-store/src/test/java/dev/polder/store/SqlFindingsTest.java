package dev.polder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlFindingsTest {
  @TempDir private Path folder;

  private Store store;
  private Findings findings;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder.resolve("polder.db"));
    findings = store.findings();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void givesBackExactlyWhatWasKept() throws IOException {
    List<Finding> kept =
        List.of(
            Examples.full(Examples.MEASURED),
            Examples.alone(Examples.MEASURED),
            Examples.empty(Examples.MEASURED));
    for (Finding finding : kept) {
      findings.add(finding);
    }

    assertThat(findings.all()).isEqualTo(kept);
    assertThat(findings.all().stream().map(Finding::id))
        .isEqualTo(kept.stream().map(Finding::id).toList());
  }

  @Test
  void keepsThemBeyondTheProcess() throws IOException {
    findings.add(Examples.full(Examples.MEASURED));
    store.close();

    store = Store.open(folder.resolve("polder.db"));

    assertThat(store.findings().all()).containsExactly(Examples.full(Examples.MEASURED));
  }

  @Test
  void theSameFindingTwiceIsKeptOnce() throws IOException {
    findings.add(Examples.full(Examples.MEASURED));
    findings.add(Examples.full(Examples.MEASURED));

    assertThat(findings.all()).hasSize(1);
    assertThat(findings.version()).isEqualTo(1);
  }

  @Test
  void ofManyOnlyThoseAreAddedThatAreNotThereYet() throws IOException {
    // Given
    Doubt doubt = new Doubt("sha256:a", "shift", Examples.MEASURED);
    findings.add(Examples.full(Examples.MEASURED));
    findings.add(doubt);

    // When
    int added =
        findings.addAll(
            List.of(Examples.full(Examples.MEASURED), Examples.alone(Examples.MEASURED)),
            List.of(doubt, new Doubt("sha256:b", "shift", Examples.MEASURED)));

    // Then
    assertThat(added).isEqualTo(2);
    assertThat(findings.all()).hasSize(2);
    assertThat(findings.doubts()).hasSize(2);
    assertThat(findings.version()).isEqualTo(4);
  }

  @Test
  void ofManyNoneIsKeptWhereOneCannotBe() throws IOException, SQLException {
    // Given
    execute("CREATE TRIGGER full BEFORE INSERT ON doubt BEGIN SELECT RAISE(ABORT, 'no room'); END");

    // When
    assertThatThrownBy(() ->
            findings.addAll(
                List.of(Examples.full(Examples.MEASURED)),
                List.of(new Doubt("sha256:a", "shift", Examples.MEASURED))))
        .isInstanceOf(StoreException.class);

    // Then
    assertThat(findings.all()).isEmpty();
    assertThat(findings.version()).isZero();
  }

  @Test
  void theNewestIsTheOneMeasuredLastWheneverItWasAdded() throws IOException {
    Finding older = Examples.full(Examples.MEASURED);
    Finding newer = Examples.full(Examples.MEASURED.plusMillis(1));
    findings.add(newer);
    findings.add(older);
    findings.add(Examples.alone(Examples.MEASURED.plusSeconds(9)));

    assertThat(findings.newest("letters", Examples.CANDIDATE.digest())).contains(newer);
    assertThat(findings.newest("letters", Examples.REFERENCE.digest())).isEmpty();
    assertThat(findings.newest("search", Examples.CANDIDATE.digest())).isEmpty();
  }

  @Test
  void doubtsAreKeptInOrder() throws IOException {
    Doubt first = new Doubt("sha256:b", "fell by 9 points [4, 14]", Examples.MEASURED);
    Doubt second = new Doubt("sha256:a", "fell by 3 points [1, 5]", Examples.MEASURED);
    Doubt sunk = Doubt.sunk("letters", "sha256:a", "fell by 8 points", Examples.MEASURED);
    findings.add(first);
    findings.add(second);
    findings.add(sunk);

    assertThat(findings.doubts()).containsExactly(first, second, sunk);
  }

  @Test
  void theVersionGrowsWithWhateverIsAdded() throws IOException {
    List<Long> versions = new ArrayList<>(List.of(findings.version()));
    findings.add(Examples.full(Examples.MEASURED));
    versions.add(findings.version());
    findings.add(new Doubt("sha256:a", "shift", Examples.MEASURED));
    versions.add(findings.version());

    assertThat(versions).containsExactly(0L, 1L, 2L);
  }

  @Test
  void theDatabaseItselfRefusesToChangeOrDeleteEvidence() throws IOException, SQLException {
    findings.add(Examples.full(Examples.MEASURED));
    findings.add(new Doubt("sha256:a", "shift", Examples.MEASURED));

    for (String change :
        List.of(
            "UPDATE finding SET verdict = 'NON_INFERIOR'",
            "DELETE FROM finding",
            "UPDATE finding_comparison SET low = 0",
            "DELETE FROM finding_comparison",
            "DELETE FROM finding_floor",
            "DELETE FROM finding_run",
            "DELETE FROM finding_mark",
            "DELETE FROM doubt",
            "UPDATE variant SET model = 'another'")) {
      assertThatThrownBy(() -> execute(change))
          .as(change)
          .hasMessageContaining("evidence is never changed");
    }
    assertThat(findings.all()).containsExactly(Examples.full(Examples.MEASURED));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("polder.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
