package dev.polder.app.command;

import dev.polder.evals.suite.BadSuiteException;
import dev.polder.evals.suite.SuiteFromTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder eval suite TABLE FOLDER`: makes a suite of a spreadsheet that was saved as CSV.
@Command(
    name = "suite",
    mixinStandardHelpOptions = true,
    description = {
      "Make a suite of a spreadsheet that was saved as CSV.",
      "",
      "A row is a case: a column with the question, one with the right answer, and",
      "perhaps one with what cases have in common (the same document, say)."
    })
public final class EvalSuiteCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TABLE", description = "the CSV file, in UTF-8")
  private Path table = Path.of("");

  @Parameters(index = "1", paramLabel = "FOLDER", description = "the suite's folder, not there yet")
  private Path folder = Path.of("");

  @Option(names = "--question", paramLabel = "HEADING", description = "the column of questions")
  private Optional<String> question = Optional.empty();

  @Option(names = "--answer", paramLabel = "HEADING", description = "the column of right answers")
  private Optional<String> answer = Optional.empty();

  @Option(
      names = "--group",
      paramLabel = "HEADING",
      description = "the column that names what cases have in common")
  private Optional<String> group = Optional.empty();

  @Option(names = "--id", paramLabel = "HEADING", description = "the column of identifiers")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--alternatives",
      paramLabel = "MARK",
      description = "what stands between several right answers in one cell, such as |")
  private Optional<String> alternatives = Optional.empty();

  @Option(names = "--system", paramLabel = "TEXT", description = "a system prompt for all cases")
  private Optional<String> system = Optional.empty();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Output.out(spec);
    try {
      SuiteFromTable.Made made =
          SuiteFromTable.write(
              table,
              folder,
              new SuiteFromTable.Settings(question, answer, group, id, alternatives, system));
      out.printf(
          "Suite '%s' in %s: %d samples, scored by '%s'.%n",
          made.suite().name(), folder, made.suite().samples().size(), made.scorer());
      if (!made.unused().isEmpty()) {
        out.println("Columns that say nothing to it: " + String.join(", ", made.unused()) + ".");
      }
      out.println("Look at suite.yaml, then: polder eval run " + folder + " --on DEPLOYMENT");
      out.flush();
      return ExitCode.OK;
    } catch (BadSuiteException | IOException cannot) {
      PrintWriter err = Output.err(spec);
      String.valueOf(cannot.getMessage())
          .lines()
          .flatMap(line -> Text.wrapped(line, "  ").stream())
          .forEach(err::println);
      err.flush();
      return 1;
    }
  }
}
