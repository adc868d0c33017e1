import dev.polder.evidence.finding.EvidenceBoard;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Requirement;
import dev.polder.evidence.finding.Subject;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.gateway.gate.EvidenceDemand;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// What one look at the gate costs a call: nanoseconds and bytes, with a board of a hundred use cases of four
/// fallbacks each. And how long such a board takes to be made.
class Gate {
  static final int USE_CASES = 100;
  static final int FALLBACKS = 4;
  static final int LOOKS = 2_000_000;
  static final SuiteVersion SUITE = new SuiteVersion("suite", "sha256:suite");
  static final Variant REFERENCE = Variant.of("frontier");
  static final Declaration DECLARED = Declaration.binary(0.05, new Plan.Fixed(200));

  static long sink;

  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    List<Subject> subjects = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (int useCase = 0; useCase < USE_CASES; useCase++) {
      for (int fallback = 0; fallback < FALLBACKS; fallback++) {
        subjects.add(subject("use-case-" + useCase, "fallback-" + fallback));
        findings.add(finding("use-case-" + useCase, "fallback-" + fallback));
      }
    }
    var gate = new dev.polder.gateway.gate.Gate(InstantSource.system());
    long begun = System.nanoTime();
    gate.follow(EvidenceBoard.of(subjects, findings, List.of()), List.of());
    System.out.printf(
        Locale.ROOT,
        "a board of %d fallbacks and as many findings is made in %.1f ms, the first time%n",
        subjects.size(),
        (System.nanoTime() - begun) / 1e6);
    String[] candidates = new String[FALLBACKS];
    EvidenceDemand[] demands = new EvidenceDemand[USE_CASES];
    Arrays.setAll(candidates, i -> "fallback-" + i);
    Arrays.setAll(
        demands, i -> new EvidenceDemand("use-case-" + i, Requirement.Rigour.STRICT, Optional.empty()));
    double[] nanos = new double[rounds];
    double bytes = 0;
    for (int round = -5; round < rounds; round++) {
      long before = allocated();
      long from = System.nanoTime();
      for (int i = 0; i < LOOKS; i++) {
        // In no order that a processor could learn.
        int at = (i * 0x9E3779B9) >>> 16;
        sink += gate.ruling(demands[at % USE_CASES], candidates[at % FALLBACKS], (at & 8) != 0).open() ? 1 : 0;
      }
      if (round >= 0) {
        nanos[round] = (System.nanoTime() - from) / (double) LOOKS;
        bytes = (allocated() - before) / (double) LOOKS;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "one look: median %.0f ns, least %.0f, most %.0f, n = %d rounds of %,d; %.1f bytes%n",
        nanos[rounds / 2],
        nanos[0],
        nanos[rounds - 1],
        rounds,
        LOOKS,
        bytes);
  }

  static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  static Subject subject(String useCase, String candidate) {
    return new Subject(
        useCase,
        candidate,
        Variant.of(candidate),
        REFERENCE,
        SUITE,
        new Requirement(
            Requirement.Rigour.STRICT,
            SUITE.name(),
            0.05,
            OptionalDouble.empty(),
            0.05,
            OptionalDouble.empty(),
            Optional.of(Duration.ofDays(90))));
  }

  static Finding finding(String useCase, String candidate) {
    double[] reference = new double[200];
    Arrays.fill(reference, 1);
    return new Finding(
        useCase,
        Variant.of(candidate),
        Optional.of(REFERENCE),
        SUITE,
        DECLARED,
        DECLARED.judge(Results.paired(reference, reference.clone())),
        Instant.now(),
        List.of("run"),
        Set.of());
  }
}
