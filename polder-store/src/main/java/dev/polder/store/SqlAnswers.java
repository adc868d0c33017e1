package dev.polder.store;

import dev.polder.evidence.finding.Answer;
import dev.polder.evidence.finding.AnsweredRun;
import dev.polder.evidence.finding.Answers;
import dev.polder.evidence.finding.SuiteVersion;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;

/// Runs and their answers in tables.
final class SqlAnswers implements Answers {
  private static final int BATCH = 1_000;

  private final Database database;

  SqlAnswers(Database database) {
    this.database = database;
  }

  @Override
  public void add(AnsweredRun run, Iterable<Answer> answers) throws StoreException {
    database.write(
        "keep the answers of run '%s'".formatted(run.id()),
        handle -> {
          if (number(handle, run.id()).isEmpty()) {
            Variants.keep(handle, run.variant());
            keep(handle, run);
            keep(handle, number(handle, run.id()).orElseThrow(), answers);
          }
        });
  }

  private static Optional<Long> number(Handle handle, String run) {
    return handle
        .createQuery("SELECT sequence FROM answered_run WHERE id = :id")
        .bind("id", run)
        .mapTo(Long.class)
        .findOne();
  }

  private static void keep(Handle handle, AnsweredRun run) {
    handle
        .createUpdate(
            """
            INSERT INTO answered_run
              (sequence, id, suite, suite_digest, variant, measured_at, method, declared)
            VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM answered_run), :id, :suite,
              :suite_digest, :variant, :measured_at, :method, :declared)
            """)
        .bind("id", run.id())
        .bind("suite", run.suite().name())
        .bind("suite_digest", run.suite().digest())
        .bind("variant", run.variant().digest())
        .bind("measured_at", run.measuredAt().toEpochMilli())
        .bind("method", run.method())
        .bind("declared", run.declared())
        .execute();
  }

  /// With JDBC's own statements: a run may have hundreds of thousands of answers.
  private static void keep(Handle handle, long run, Iterable<Answer> answers) throws SQLException {
    try (PreparedStatement texts =
            handle
                .getConnection()
                .prepareStatement(
                    "INSERT INTO answer (run, place, sample, repetition, content) VALUES (?, ?, ?, ?, ?)");
        PreparedStatement scores =
            handle
                .getConnection()
                .prepareStatement(
                    "INSERT INTO answer_score (run, place, scorer, score) VALUES (?, ?, ?, ?)")) {
      int place = 0;
      for (Answer answer : answers) {
        addText(texts, run, place, answer);
        addScores(scores, run, place, answer);
        place++;
        if (place % BATCH == 0) {
          send(texts, scores);
        }
      }
      send(texts, scores);
    }
  }

  private static void addText(PreparedStatement texts, long run, int place, Answer answer)
      throws SQLException {
    texts.setLong(1, run);
    texts.setInt(2, place);
    texts.setString(3, answer.sample());
    texts.setInt(4, answer.repeat());
    texts.setString(5, answer.text());
    texts.addBatch();
  }

  private static void addScores(PreparedStatement scores, long run, int place, Answer answer)
      throws SQLException {
    for (Map.Entry<String, Double> score : answer.scores().entrySet()) {
      scores.setLong(1, run);
      scores.setInt(2, place);
      scores.setString(3, score.getKey());
      scores.setDouble(4, score.getValue());
      scores.addBatch();
    }
  }

  /// Texts first: scores point to them.
  private static void send(PreparedStatement texts, PreparedStatement scores) throws SQLException {
    texts.executeBatch();
    scores.executeBatch();
  }

  @Override
  public Optional<AnsweredRun> newest(String suiteDigest, String variantDigest)
      throws StoreException {
    return database.read(
        "read runs",
        handle ->
            handle
                .createQuery(
                    """
                    SELECT answered_run.*, %s FROM answered_run
                    JOIN variant ON variant.digest = answered_run.variant
                    WHERE suite_digest = :suite AND answered_run.variant = :variant
                    ORDER BY measured_at DESC, sequence DESC LIMIT 1
                    """
                        .formatted(Variants.columns("variant")))
                .bind("suite", suiteDigest)
                .bind("variant", variantDigest)
                .map((result, _) -> run(result))
                .findOne());
  }

  private static AnsweredRun run(ResultSet result) throws SQLException {
    Row row = new Row(result);
    return new AnsweredRun(
        row.text("id"),
        new SuiteVersion(row.text("suite"), row.text("suite_digest")),
        Variants.read(result, "variant"),
        row.instant("measured_at"),
        row.text("method"),
        row.text("declared"));
  }

  @Override
  public void each(String run, Consumer<Answer> reader) throws StoreException {
    database.read(
        "read the answers of run '%s'".formatted(run),
        handle -> {
          Gathering gathering = new Gathering(reader);
          ResultIterable<Boolean> rows =
              handle
                  .createQuery(
                      """
                      SELECT answer.place, sample, repetition, content, scorer, score
                      FROM answered_run
                      JOIN answer ON answer.run = answered_run.sequence
                      LEFT JOIN answer_score ON answer_score.run = answer.run
                        AND answer_score.place = answer.place
                      WHERE answered_run.id = :id
                      ORDER BY answer.place
                      """)
                  .bind("id", run)
                  .map((result, _) -> gathering.take(new Row(result)));
          rows.forEach(any -> {});
          return gathering.finish();
        });
  }

  /// Puts together the rows of one answer, of which there is one for each score.
  private static final class Gathering {
    private final Consumer<Answer> reader;
    private final Map<String, Double> scores = new HashMap<>();
    private int place = -1;
    private String sample = "";
    private int repeat;
    private String text = "";

    Gathering(Consumer<Answer> reader) {
      this.reader = reader;
    }

    boolean take(Row row) throws SQLException {
      if (row.whole("place") != place) {
        finish();
        place = row.whole("place");
        sample = row.text("sample");
        repeat = row.whole("repetition");
        text = row.text("content");
      }
      Optional<String> scorer = row.optionalText("scorer");
      if (scorer.isPresent()) {
        scores.put(scorer.get(), row.number("score"));
      }
      return true;
    }

    boolean finish() {
      if (place >= 0) {
        reader.accept(new Answer(sample, repeat, text, scores));
        scores.clear();
        place = -1;
      }
      return true;
    }
  }
}
