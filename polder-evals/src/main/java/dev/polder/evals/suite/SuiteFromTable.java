package dev.polder.evals.suite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.answer.NumberForms;
import dev.polder.evals.sample.CanonicalJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes a suite of a spreadsheet that was saved as CSV: a row is a case, a column its question,
/// one its answer, and perhaps one what cases have in common.
public final class SuiteFromTable {
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0\\d.*");

  /// Which columns say what, by their headings; usual headings are found where none is given.
  ///
  /// @param alternatives what stands between several right answers in one cell, such as `|`
  /// @param system a system prompt for all cases
  public record Settings(
      Optional<String> question,
      Optional<String> answer,
      Optional<String> group,
      Optional<String> id,
      Optional<String> alternatives,
      Optional<String> system) {
    /// Everything as usual.
    public static final Settings USUAL =
        new Settings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// What came of it.
  ///
  /// @param scorer the type of scorer that was chosen for these answers
  /// @param unused headings of columns that say nothing to a suite
  public record Made(Suite suite, String scorer, List<String> unused) {}

  private record Case(String question, List<String> answers, String group, String id) {}

  private final Path table;
  private final Settings settings;
  private final Faults faults = new Faults();

  private SuiteFromTable(Path table, Settings settings) {
    this.table = table;
    this.settings = settings;
  }

  /// Writes `folder`, which must not be there yet. Either all of it is written, or nothing.
  ///
  /// @throws BadSuiteException with everything that is wrong with the table
  public static Made write(Path table, Path folder, Settings settings)
      throws BadSuiteException, IOException {
    return new SuiteFromTable(table, settings).write(folder);
  }

  private Made write(Path folder) throws BadSuiteException, IOException {
    if (Files.exists(folder)) {
      faults.add(folder.toString(), 0, "The folder is already there. Name another one.");
    }
    Table read = Table.read(table, faults);
    faults.check();
    Columns columns = Columns.find(read.headings(), settings, faults, name());
    faults.check();
    List<Case> cases = cases(read, columns);
    faults.check();
    String scorer = scorer(cases, read.isEuropean());
    Path target = folder.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(target.resolveSibling("."));
    Path made = Files.createTempDirectory(parent.normalize(), ".suite");
    try {
      Files.writeString(made.resolve("suite.yaml"), header(target, scorer));
      Files.writeString(made.resolve("samples.jsonl"), lines(cases, scorer, read.isEuropean()));
      Suite.read(made);
      Files.move(made, target);
    } finally {
      delete(made);
    }
    return new Made(Suite.read(target), scorer, columns.unused());
  }

  private List<Case> cases(Table read, Columns columns) {
    List<Case> cases = new ArrayList<>();
    Map<String, Integer> questions = new HashMap<>();
    for (Table.Row row : read.rows()) {
      String question = row.cell(columns.question()).strip();
      List<String> answers = answers(row.cell(columns.answer()));
      if (question.isEmpty() || answers.isEmpty()) {
        faults.add(
            name(),
            row.line(),
            "The row has no %s. Fill the cell in, or delete the row."
                .formatted(question.isEmpty() ? "question" : "answer"));
      }
      Integer other = questions.putIfAbsent(question, row.line());
      if (other != null && !question.isEmpty()) {
        faults.add(
            name(), row.line(), "The question is also that of line %d. Keep one.".formatted(other));
      }
      cases.add(new Case(question, answers, cell(row, columns.group()), cell(row, columns.id())));
    }
    if (cases.isEmpty()) {
      faults.add(name(), 0, "The table has headings but no rows.");
    }
    return cases;
  }

  private static String cell(Table.Row row, Optional<Integer> column) {
    return column.map(row::cell).map(String::strip).orElse("");
  }

  private List<String> answers(String cell) {
    String[] parts =
        settings
            .alternatives()
            .map(separator -> cell.split(Pattern.quote(separator), -1))
            .orElse(new String[] {cell});
    return Stream.of(parts).map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  private static String scorer(List<Case> cases, boolean european) {
    if (cases.stream().allMatch(each -> number(each.answers(), european).isPresent())) {
      return "numeric";
    }
    boolean letters =
        cases.stream()
            .allMatch(each -> each.answers().stream().allMatch(text -> text.matches("[A-J]")));
    return letters ? "choice" : "text";
  }

  /// An answer that is a number. What begins with a zero is rather a postcode.
  private static Optional<BigDecimal> number(List<String> answers, boolean european) {
    if (answers.size() != 1 || LEADING_ZERO.matcher(answers.getFirst()).matches()) {
      return Optional.empty();
    }
    NumberForms form = european ? NumberForms.DE : NumberForms.EN;
    return form.whole(answers.getFirst())
        .or(() -> NumberForms.EITHER.whole(answers.getFirst()))
        .map(Set::iterator)
        .map(readings -> readings.next());
  }

  private static String lines(List<Case> cases, String scorer, boolean european) {
    StringBuilder lines = new StringBuilder();
    for (Case each : cases) {
      ObjectNode sample = JsonNodeFactory.instance.objectNode();
      if (!each.id().isEmpty()) {
        sample.put("id", each.id());
      }
      sample.put("input", each.question());
      if (scorer.equals("numeric")) {
        sample.put("target", number(each.answers(), european).orElseThrow());
      } else if (each.answers().size() == 1) {
        sample.put("target", each.answers().getFirst());
      } else {
        ArrayNode accepted = sample.putArray("target");
        each.answers().forEach(accepted::add);
      }
      if (!each.group().isEmpty()) {
        sample.put("cluster", each.group());
      }
      lines.append(sample).append('\n');
    }
    return lines.toString();
  }

  private String header(Path folder, String scorer) {
    String name = String.valueOf(folder.getFileName());
    String system =
        settings
            .system()
            .map(text -> "solver:\n  system: " + quoted(text) + "\n")
            .orElse("# solver:\n#   system: \"Answer in one word.\"\n");
    return """
    # Made from a table. What can stand here: docs/reference/suites.md.
    name: %s
    description: %s
    scorers:
      right: %s
      confident-wrong: confident-wrong
    primary: right
    guardrail: confident-wrong
    %s\
    """
        .formatted(quoted(name), quoted("Made from " + name() + "."), scorer, system);
  }

  /// A JSON text is a YAML text too.
  private static String quoted(String text) {
    return CanonicalJson.text(JsonNodeFactory.instance.textNode(text));
  }

  private String name() {
    return String.valueOf(table.getFileName());
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.deleteIfExists(folder.resolve("suite.yaml"));
      Files.deleteIfExists(folder.resolve("samples.jsonl"));
      Files.delete(folder);
    }
  }

  /// Where a table's columns are, counted from 0.
  private record Columns(
      int question,
      int answer,
      Optional<Integer> group,
      Optional<Integer> id,
      List<String> unused) {
    private static final Set<String> QUESTIONS =
        Set.of(
            "question",
            "prompt",
            "input",
            "text",
            "message",
            "frage",
            "eingabe",
            "vraag",
            "invoer");
    private static final Set<String> ANSWERS =
        Set.of(
            "answer",
            "target",
            "expected",
            "expected answer",
            "label",
            "antwort",
            "erwartete antwort",
            "antwoord",
            "verwacht antwoord",
            "réponse");
    private static final Set<String> GROUPS =
        Set.of(
            "group",
            "cluster",
            "category",
            "topic",
            "document",
            "gruppe",
            "kategorie",
            "thema",
            "groep",
            "categorie",
            "onderwerp",
            "groupe",
            "catégorie");
    private static final Set<String> IDS = Set.of("id", "nr", "number", "nummer", "numéro");

    static Columns find(List<String> headings, Settings settings, Faults faults, String table) {
      Finder finder = new Finder(headings, faults, table);
      Optional<Integer> question = finder.find("question", settings.question(), QUESTIONS, true);
      Optional<Integer> answer = finder.find("answer", settings.answer(), ANSWERS, true);
      Optional<Integer> group = finder.find("group", settings.group(), GROUPS, false);
      Optional<Integer> id = finder.find("id", settings.id(), IDS, false);
      List<String> unused = new ArrayList<>();
      for (int i = 0; i < headings.size(); i++) {
        int column = i;
        if (Stream.of(question, answer, group, id)
            .noneMatch(each -> each.equals(Optional.of(column)))) {
          unused.add(headings.get(i));
        }
      }
      return new Columns(question.orElse(0), answer.orElse(0), group, id, unused);
    }
  }

  private record Finder(List<String> headings, Faults faults, String table) {
    Optional<Integer> find(
        String what, Optional<String> wanted, Set<String> usual, boolean needed) {
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < headings.size(); i++) {
        String heading = headings.get(i).strip();
        boolean fits =
            wanted
                .map(heading::equalsIgnoreCase)
                .orElse(usual.contains(heading.toLowerCase(Locale.ROOT)));
        if (fits) {
          found.add(i);
        }
      }
      if (found.size() > 1) {
        faults.add(
            table,
            1,
            "Several columns could be the %s. Give each another heading.".formatted(what));
      } else if (found.isEmpty() && (needed || wanted.isPresent())) {
        faults.add(
            table,
            1,
            "No column is the %s%s. Its columns: %s. Say which one it is, or change its heading to '%s'."
                .formatted(
                    what,
                    wanted.map(name -> " '" + name + "'").orElse(""),
                    String.join(", ", headings),
                    what));
      }
      return found.stream().findFirst();
    }
  }
}
