package dev.polder.app.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.app.alert.LostVerdict;
import dev.polder.app.config.ShadowSettings;
import dev.polder.evals.score.Similarity;
import dev.polder.evals.shadow.Mirrored;
import dev.polder.evals.shadow.Rating;
import dev.polder.evals.shadow.Shadowing;
import dev.polder.evals.shadow.Spool;
import dev.polder.evals.shadow.SpoolKey;
import dev.polder.evals.shadow.Watch;
import dev.polder.evals.shadow.WatchFile;
import dev.polder.evals.solve.HttpModels;
import dev.polder.gateway.mirror.MirroredCall;
import dev.polder.gateway.route.DataClass;
import dev.polder.http.Bytes;
import dev.polder.model.openai.AnswerText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shadow of one use case: takes its mirrored calls in, and has them scored.
final class Shadow implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("polder");
  private static final String SPOOL = "spool";
  private static final String KEPT = "kept";

  private final String useCase;
  private final ShadowSettings settings;
  private final Ground ground;
  private final Spool spool;
  private final Optional<Spool> kept;
  private final Shadowing shadowing;
  private final LongAdder unfit = new LongAdder();
  private String trouble = "";

  /// Where a shadow keeps what, and by what means it works.
  ///
  /// @param folder of all shadows
  /// @param memoryKey for those who have no key of their own
  record Means(
      Path folder,
      SpoolKey memoryKey,
      HttpModels models,
      Similarity similarity,
      InstantSource clock,
      RandomGenerator random) {}

  /// @param answerLimit how long the candidate may take
  /// @throws IOException when its folder cannot be used
  Shadow(String useCase, ShadowSettings settings, Duration answerLimit, Ground ground, Means means)
      throws IOException {
    this.useCase = useCase;
    this.settings = settings;
    this.ground = ground;
    Path folder = folder(means.folder(), useCase);
    SpoolKey key = settings.key().map(SpoolKey::of).orElse(means.memoryKey());
    this.spool =
        Spool.open(
            folder.resolve(SPOOL),
            key,
            new Spool.Bounds(settings.spoolBytes(), settings.spoolAge()),
            means.clock(),
            means.random());
    this.kept =
        settings.retain().isPresent()
            ? Optional.of(
                Spool.open(
                    folder.resolve(KEPT),
                    key,
                    new Spool.Bounds(settings.spoolBytes(), settings.retain().get()),
                    means.clock(),
                    means.random()))
            : Optional.empty();
    if (kept.isEmpty()) {
      drop(folder.resolve(KEPT)); // of a time when answers were kept
    }
    this.shadowing =
        new Shadowing(
            new Shadowing.Settings(
                useCase,
                settings.rating(),
                settings.rating() instanceof Rating.Judged,
                settings.margin(),
                settings.runLength(),
                settings.concurrency(),
                new HttpModels.Limits(HttpModels.Limits.USUAL.connect(), answerLimit)),
            spool,
            kept,
            new WatchFile(folder.resolve("watch.json")),
            means.models(),
            means.similarity(),
            ground,
            means.clock(),
            LOG::warn);
  }

  /// Names may hold slashes.
  static Path folder(Path shadows, String useCase) {
    return shadows.resolve(URLEncoder.encode(useCase, UTF_8));
  }

  /// Where scored answers of a use case are kept.
  static Path kept(Path shadows, String useCase) {
    return folder(shadows, useCase).resolve(KEPT);
  }

  /// Deletes what was mirrored and kept of use cases that are not wanted any more.
  static void forgetAllBut(Set<Path> wanted, Path shadows) throws IOException {
    if (Files.notExists(shadows)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(shadows)) {
      for (Path folder : folders) {
        if (!wanted.contains(folder)) {
          drop(folder.resolve(SPOOL));
          drop(folder.resolve(KEPT));
        }
      }
    }
  }

  private static void drop(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  boolean has(ShadowSettings others) {
    return settings.equals(others);
  }

  /// Puts a call into the spool, if it can be compared at all: one text, and nothing else.
  void take(MirroredCall call) {
    Optional<String> served = text(call);
    if (served.isEmpty()) {
      unfit.increment();
      return;
    }
    DataClass dataClass = call.dataClass();
    Mirrored mirrored =
        new Mirrored(
            call.id(),
            new Mirrored.Terms(dataClass.name(), dataClass.locations(), dataClass.controls()),
            call.request().forUpstream(useCase, false),
            served.get());
    boolean _ = spool.append(mirrored.bytes());
    tell(spool.trouble().orElse(""));
  }

  private static Optional<String> text(MirroredCall call) {
    Bytes answer = Bytes.concat(call.answer());
    try {
      List<AnswerText> texts =
          call.request().stream() ? AnswerText.ofStream(answer) : AnswerText.ofWhole(answer);
      return texts.size() == 1
              && !texts.getFirst().speaksOtherwise()
              && !texts.getFirst().finishReason().equals("length")
          ? Optional.of(texts.getFirst().text())
          : Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  private void tell(String now) {
    if (now.equals(trouble)) {
      return;
    }
    trouble = now;
    if (now.isEmpty()) {
      LOG.info("Mirrored calls of use case '{}' can be written again.", useCase);
    } else {
      LOG.warn(
          "Mirrored calls of use case '{}' cannot be written and are dropped ({}).", useCase, now);
    }
  }

  String useCase() {
    return useCase;
  }

  ShadowSettings settings() {
    return settings;
  }

  Shadowing.Status status() {
    return shadowing.status();
  }

  /// Calls whose answers cannot be compared: tools, refusals, several choices, cut off.
  long unfit() {
    return unfit.sum();
  }

  Optional<Long> keptAnswers() {
    return kept.map(answers -> answers.counts().waiting());
  }

  boolean renew() {
    return shadowing.renew();
  }

  Optional<LostVerdict> lost() {
    return status().watch().filter(watch -> watch.alarmAt().isPresent()).map(this::lost);
  }

  private LostVerdict lost(Watch watch) {
    return new LostVerdict(
        useCase,
        settings.candidate(),
        Seen.of(watch),
        ground.rulesItsGate(),
        watch.alarmAt().orElseThrow());
  }

  @Override
  public void close() {
    shadowing.close();
  }
}
