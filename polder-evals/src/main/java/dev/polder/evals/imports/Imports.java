package dev.polder.evals.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.polder.evals.imports.RefusedLogException.Kind;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunFolder;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.run.RunWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reads logs of other tools, and writes what they come to as runs.
public final class Imports {
  private final Wishes wishes;
  private final String program;

  /// @param program that imports, with its version
  public Imports(Wishes wishes, String program) {
    this.wishes = wishes;
    this.program = program;
  }

  /// Reads a file of Inspect AI, lm-evaluation-harness or promptfoo; which one it is of, its
  /// content says and not its name. It may hold several runs.
  ///
  /// @throws RefusedLogException when some of it cannot be relied on
  public List<ImportedRun> read(Path file) throws RefusedLogException, IOException {
    List<ImportedRun> runs = new ArrayList<>();
    for (ForeignLog log : logs(new Source(file))) {
      runs.add(ImportedRun.of(log, wishes, program));
    }
    return runs;
  }

  private List<ForeignLog> logs(Source source) throws RefusedLogException, IOException {
    return switch (kind(source)) {
      case INSPECT_ARCHIVE -> List.of(new InspectReader(source, wishes).archive());
      case INSPECT_JSON -> List.of(new InspectReader(source, wishes).json());
      case LM_EVAL_SAMPLES -> List.of(new LmEvalReader(source, wishes).read());
      case LM_EVAL_RESULTS -> ofResults(source);
      case PROMPTFOO_JSON -> new PromptfooReader(source, wishes).json();
      case PROMPTFOO_LINES -> new PromptfooReader(source, wishes).lines();
    };
  }

  private List<ForeignLog> ofResults(Source source) throws RefusedLogException, IOException {
    List<Path> files;
    try (InputStream in = source.open()) {
      files = LmEvalReader.samplesOf(source, source.tree(in, ""));
    }
    List<ForeignLog> logs = new ArrayList<>();
    for (Path file : files) {
      logs.add(new LmEvalReader(new Source(file), wishes).read());
    }
    return logs;
  }

  private enum FileKind {
    INSPECT_ARCHIVE,
    INSPECT_JSON,
    LM_EVAL_SAMPLES,
    LM_EVAL_RESULTS,
    PROMPTFOO_JSON,
    PROMPTFOO_LINES
  }

  private static FileKind kind(Source source) throws RefusedLogException, IOException {
    byte[] start;
    try (InputStream in = source.open()) {
      start = in.readNBytes(4);
    }
    if (start.length == 4 && start[0] == 'P' && start[1] == 'K') {
      return FileKind.INSPECT_ARCHIVE;
    }
    Set<String> fields = fields(source);
    if (fields.contains("doc_id")) {
      return FileKind.LM_EVAL_SAMPLES;
    }
    if (fields.contains("testIdx")) {
      return FileKind.PROMPTFOO_LINES;
    }
    if (fields.contains("eval") && fields.contains("status")) {
      return FileKind.INSPECT_JSON;
    }
    if (fields.contains("configs") && fields.contains("results")) {
      return FileKind.LM_EVAL_RESULTS;
    }
    if (fields.contains("evalId") || (fields.contains("results") && fields.contains("config"))) {
      return FileKind.PROMPTFOO_JSON;
    }
    throw source.refused(
        Kind.UNKNOWN_TOOL,
        "it is no log of Inspect AI (.eval, .json), lm-evaluation-harness (samples_*.jsonl, results_*.json) or promptfoo (.json, .jsonl).");
  }

  /// The names in the file's first object; what of them can be read of a file that is cut off.
  private static Set<String> fields(Source source) throws RefusedLogException {
    Set<String> fields = new LinkedHashSet<>();
    try (InputStream in = source.open();
        JsonParser json = Source.JSON.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return fields;
      }
      while (Source.nextField(json)) {
        fields.add(json.currentName());
        json.skipChildren();
      }
    } catch (IOException damaged) {
      if (fields.isEmpty()) {
        throw source.damaged("", damaged);
      }
    }
    return fields;
  }

  /// Writes runs into one folder: all of them, or none.
  ///
  /// @throws RefusedLogException and IOException as [#write(List, List)] does
  public static List<Path> write(List<ImportedRun> runs, Path folder)
      throws RefusedLogException, IOException, InterruptedException {
    return write(runs, runs.stream().map(run -> folder).toList());
  }

  /// Writes each run into its folder, and what its suite is beside it: all of them, or none.
  ///
  /// @return the logs, in the order of `runs`
  /// @throws RefusedLogException when one of them is there already, or twice among `runs`, or runs
  ///   of another suite are there by its name
  /// @throws IOException when the disk refuses; nothing is left behind then
  public static List<Path> write(List<ImportedRun> runs, List<Path> folders)
      throws RefusedLogException, IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      files.add(new RunFolder(folders.get(i)).log(runs.get(i).header().run()));
    }
    checkNew(runs, files);
    Map<Path, ImportedSuite> suites = newSuites(runs, folders);
    List<Path> drafts = new ArrayList<>();
    List<Path> done = new ArrayList<>();
    boolean complete = false;
    try {
      for (int i = 0; i < files.size(); i++) {
        write(runs.get(i), draft(files.get(i), drafts));
      }
      for (Map.Entry<Path, ImportedSuite> suite : suites.entrySet()) {
        Files.write(draft(suite.getKey(), drafts), suite.getValue().json());
      }
      // Suites first: a run is never there without what it is of.
      for (Path file : Stream.concat(suites.keySet().stream(), files.stream()).toList()) {
        Files.move(draftOf(file), file, StandardCopyOption.ATOMIC_MOVE);
        done.add(file);
      }
      complete = true;
    } finally {
      if (!complete) {
        drafts.addAll(done);
        for (Path leftover : drafts) {
          Files.deleteIfExists(leftover);
        }
      }
    }
    return files;
  }

  private static Path draft(Path file, List<Path> drafts) throws IOException {
    Path draft = draftOf(file);
    Files.deleteIfExists(draft);
    drafts.add(draft);
    return draft;
  }

  private static Path draftOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /// What is to be written of suites; of those that are described already nothing.
  private static Map<Path, ImportedSuite> newSuites(List<ImportedRun> runs, List<Path> folders)
      throws RefusedLogException, IOException {
    Map<Path, ImportedSuite> suites = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      ImportedSuite suite = ImportedSuite.of(runs.get(i).header());
      Path file = ImportedSuite.file(folders.get(i), suite.name());
      boolean described = Files.exists(file);
      ImportedSuite there = described ? ImportedSuite.read(file) : suites.getOrDefault(file, suite);
      if (!there.equals(suite)) {
        throw new RefusedLogException(
            Kind.OTHER_SUITE, original(runs.get(i).header()), otherSuite(there, suite, file));
      }
      if (!described) {
        suites.put(file, suite);
      }
    }
    return suites;
  }

  private static String otherSuite(ImportedSuite there, ImportedSuite suite, Path file) {
    return "it is not of the suite '%s' that '%s' describes (there %s, here %s): something else was asked, expected or grouped, or another score decides. Give it a name of its own with --suite, or delete that folder's runs first."
        .formatted(there.name(), file, said(there), said(suite));
  }

  private static String said(ImportedSuite suite) {
    return "%d samples by %s, digest %s"
        .formatted(
            suite.samples(),
            suite.primary(),
            suite.digest().substring(0, Math.min(8, suite.digest().length())));
  }

  private static void checkNew(List<ImportedRun> runs, List<Path> files)
      throws RefusedLogException, IOException {
    Set<Path> seen = new HashSet<>();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      if (!seen.add(file)) {
        throw new RefusedLogException(
            Kind.IMPORTED_BEFORE, original(runs.get(i).header()), "it is named twice.");
      }
      if (Files.exists(file)) {
        throw new RefusedLogException(
            Kind.IMPORTED_BEFORE,
            original(runs.get(i).header()),
            "it was imported before, as '%s'. Use that, or delete it first.".formatted(file));
      }
    }
  }

  private static String original(RunHeader header) {
    return header.origin().map(origin -> origin.file()).orElse(header.run());
  }

  /// Written, and read back: what is renamed afterwards is a log that can be read.
  private static void write(ImportedRun run, Path draft) throws IOException, InterruptedException {
    try (RunWriter writer = RunWriter.begin(draft, run.header())) {
      for (Result result : run.results()) {
        writer.add(result);
      }
    }
    try {
      RunLog.scan(draft, result -> {});
    } catch (BadLogException impossible) {
      throw new IOException(impossible.getMessage(), impossible);
    }
  }
}
