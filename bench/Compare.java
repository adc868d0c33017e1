import dev.polder.app.eval.Compared;
import dev.polder.app.eval.ReferenceRun;
import dev.polder.app.eval.Yardstick;
import dev.polder.evals.run.Cases;
import dev.polder.evals.run.Plan;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.run.RunWriter;
import dev.polder.evals.run.Spent;
import dev.polder.evals.run.Subject;
import dev.polder.evals.run.Trial;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Ports;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.paired.Bootstrap;
import dev.polder.evidence.paired.PairedScores;
import dev.polder.model.Usage;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.apache.commons.rng.simple.RandomSource;

/// How long a comparison takes: both logs read and paired, the verdict of the declared test, and a bootstrap of the
/// same differences; of right and wrong answers, of scores in hundredths, and of such scores in groups of unequal size.
class Compare {
  private record Form(String name, String scorer, boolean graded, boolean grouped) {}

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    int pairs = Integer.parseInt(arguments[1]);
    int draws = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    System.out.printf(
        "%d processors, %s, %,d pairs, %,d draws; median of %d rounds, the first in a cold JVM apart; seconds%n%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version(), pairs, draws, rounds);
    System.out.println("| what | logs read | verdict | bootstrap | all | most | cold |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (Form form :
        List.of(
            new Form("right or wrong", "text", false, false),
            new Form("scores", "fields", true, false),
            new Form("scores in groups", "fields", true, true))) {
      measure(form, work.resolve(form.name().replace(' ', '-')), pairs, draws, rounds);
    }
  }

  private static void measure(Form form, Path folder, int pairs, int draws, int rounds) throws Exception {
    Suite suite = suite(form, Files.createDirectories(folder), pairs);
    Path reference = log(suite, form, folder, "reference", 0.1);
    Path candidate = log(suite, form, folder, "candidate", 0.12);
    double[][] seconds = new double[rounds + 1][];
    for (int round = 0; round <= rounds; round++) {
      seconds[round] = compare(suite, reference, candidate, pairs, draws, round);
    }
    double[] all = Arrays.stream(seconds, 1, rounds + 1).mapToDouble(row -> row[3]).sorted().toArray();
    System.out.printf(Locale.ROOT, "| %s | %.2f | %.3f | %.2f | %.2f | %.2f | %.2f |%n",
        form.name(), median(seconds, 0), median(seconds, 1), median(seconds, 2), median(seconds, 3),
        all[all.length - 1], seconds[0][3]);
  }

  private static double median(double[][] seconds, int column) {
    double[] values = Arrays.stream(seconds, 1, seconds.length).mapToDouble(row -> row[column]).sorted().toArray();
    return values[values.length / 2];
  }

  private static double[] compare(Suite suite, Path reference, Path candidate, int pairs, int draws, int seed)
      throws Exception {
    long begun = System.nanoTime();
    RunLog ofReference = RunLog.read(reference);
    RunLog ofCandidate = RunLog.read(candidate);
    long read = System.nanoTime();
    Compared compared =
        Compared.of(new Yardstick.OfSuite(suite), new ReferenceRun(ofReference, false, Instant.EPOCH), ofCandidate,
            new Compared.Accepted(0.05, OptionalDouble.empty(), 0.05, OptionalDouble.empty()));
    if (compared.samples().size() != pairs) {
      throw new IllegalStateException("pairs: " + compared.samples().size());
    }
    long judged = System.nanoTime();
    Bootstrap bootstrap = Bootstrap.of(scores(compared), draws, RandomSource.L64_X128_MIX.create((long) seed));
    if (!(bootstrap.bca(0.9).low() < bootstrap.mean() && bootstrap.mean() < bootstrap.bca(0.9).high())) {
      throw new IllegalStateException("no interval: " + bootstrap.bca(0.9));
    }
    long drawn = System.nanoTime();
    return new double[] {
      (read - begun) / 1e9, (judged - read) / 1e9, (drawn - judged) / 1e9, (drawn - begun) / 1e9
    };
  }

  private static PairedScores scores(Compared compared) {
    double[] differences =
        compared.samples().stream().mapToDouble(both -> both.candidate() - both.reference()).toArray();
    Map<String, Integer> numbers = new HashMap<>();
    int[] groups =
        compared.samples().stream()
            .mapToInt(both -> {
              String group = both.first().trial().cluster().orElse(both.first().trial().sample());
              return numbers.computeIfAbsent(group, _ -> numbers.size());
            })
            .toArray();
    return new PairedScores(differences, groups);
  }

  private static Suite suite(Form form, Path folder, int pairs) throws Exception {
    Files.writeString(folder.resolve("suite.yaml"),
        "name: bench\nscorers:\n  right: {type: %s}\nprimary: right\nguardrail: none\n".formatted(form.scorer()));
    SplittableRandom random = new SplittableRandom(1);
    try (Writer samples = Files.newBufferedWriter(folder.resolve("samples.jsonl"))) {
      for (int i = 0; i < pairs; i++) {
        // Squared, so that some groups are many times as large as others.
        int group = (int) (400 * random.nextDouble() * random.nextDouble());
        samples.write("{\"id\": \"s%d\", \"input\": \"question %d\", \"target\": %s%s}\n"
            .formatted(i, i, form.graded() ? "{\"a\": \"b\"}" : "\"b\"",
                form.grouped() ? ", \"cluster\": \"g%d\"".formatted(group) : ""));
      }
    }
    return Suite.read(folder);
  }

  /// A log as a run writes it, with answers of 200 characters.
  private static Path log(Suite suite, Form form, Path folder, String who, double wrong) throws Exception {
    Cases cases =
        new Cases(suite.name(), suite.digest(), suite.samples(), suite.scorecard(Ports.NONE)::score, suite.primary(),
            suite.guardrail());
    RunHeader header =
        new RunHeader(who, "bench", Instant.now(), RunHeader.SuiteMark.of(cases),
            new Subject(who, "bench", "m", "sha256:" + who), new RunHeader.Method("", "as it is", "", "", ""),
            Optional.empty(), new Plan(suite.samples().size(), 1, 1), Optional.empty());
    SplittableRandom random = new SplittableRandom(who.hashCode());
    Path file = folder.resolve(who + ".jsonl");
    try (RunWriter log = RunWriter.begin(file, header)) {
      int number = 0;
      for (Sample sample : suite.samples()) {
        double right = random.nextDouble() >= wrong ? 1 : form.graded() ? random.nextInt(100) / 100.0 : 0;
        log.add(
            new Result.Scored(
                new Trial(number++, 0, sample.id(), sample.cluster(), sample.tags(), sample.weight()),
                List.of(new Score("right", right, "")),
                Response.of("the bridge opens in May ".repeat(8)),
                new Spent(new Usage(100, 40), 1, 0, 20),
                List.of()));
      }
    }
    return file;
  }
}
