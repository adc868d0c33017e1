package dev.polder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evidence.finding.Answer;
import dev.polder.evidence.finding.AnsweredRun;
import dev.polder.evidence.finding.Answers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlAnswersTest {
  @TempDir private Path folder;

  private Store store;
  private Answers answers;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder.resolve("polder.db"));
    answers = store.answers();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void givesBackTheAnswersInTheirOrderWithTheirScores() throws IOException {
    // Given more than go in one batch
    List<Answer> kept = Examples.answers(2_500);
    answers.add(Examples.run("run-1", Examples.MEASURED), kept);

    assertThat(read("run-1")).isEqualTo(kept);
  }

  @Test
  void tellsRunsApart() throws IOException {
    answers.add(Examples.run("run-1", Examples.MEASURED), Examples.answers(3));
    answers.add(Examples.run("run-2", Examples.MEASURED), Examples.answers(5));

    assertThat(read("run-1")).hasSize(3);
    assertThat(read("run-2")).hasSize(5);
    assertThat(read("run-3")).isEmpty();
  }

  @Test
  void findsTheRunMeasuredLastOnExactlyThisSuite() throws IOException {
    AnsweredRun newer = Examples.run("run-2", Examples.MEASURED.plusMillis(1));
    answers.add(newer, Examples.answers(1));
    answers.add(Examples.run("run-1", Examples.MEASURED), Examples.answers(1));

    assertThat(answers.newest(Examples.SUITE.digest(), Examples.REFERENCE.digest()))
        .contains(newer);
    assertThat(answers.newest("sha256:other", Examples.REFERENCE.digest())).isEmpty();
    assertThat(answers.newest(Examples.SUITE.digest(), Examples.CANDIDATE.digest())).isEmpty();
  }

  @Test
  void aRunThatIsThereAlreadyStaysAsItIs() throws IOException {
    answers.add(Examples.run("run-1", Examples.MEASURED), Examples.answers(3));
    answers.add(Examples.run("run-1", Examples.MEASURED), Examples.answers(9));

    assertThat(read("run-1")).hasSize(3);
  }

  @Test
  void aRunThatBreaksOffLeavesNothing() throws IOException {
    // Given answers of which the 1,500th cannot be read
    Iterator<Answer> breaking = Examples.answers(1_500).iterator();
    Iterable<Answer> source =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Answer next() {
                if (!breaking.hasNext()) {
                  throw new IllegalStateException("the log breaks off");
                }
                return breaking.next();
              }
            };

    assertThatThrownBy(() -> answers.add(Examples.run("run-1", Examples.MEASURED), source))
        .hasMessage("the log breaks off");

    assertThat(answers.newest(Examples.SUITE.digest(), Examples.REFERENCE.digest())).isEmpty();
    assertThat(read("run-1")).isEmpty();
  }

  private List<Answer> read(String run) throws IOException {
    List<Answer> read = new ArrayList<>();
    answers.each(run, read::add);
    return read;
  }
}
