package dev.polder.app.evidence;

import dev.polder.app.config.Configuration;
import dev.polder.evidence.finding.EvidenceBoard;
import dev.polder.evidence.finding.Subject;
import dev.polder.gateway.gate.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the gate's board up to date: looks once a second whether something was found, a suite or a
/// model's files have changed, and makes another board when they have.
///
/// Whoever asks for no evidence pays nothing: no store is opened and no file looked at. What cannot
/// be read never opens or closes anything: the board stays as it was, and the log says why, once.
public final class EvidenceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceWatch.class);
  private static final long PAUSE_MILLIS = 1000;

  private final Gate gate;
  private final FindingsFile findings;
  private final Suites suites = new Suites();
  private final Weights weights;
  private final Set<Path> beingDigested = ConcurrentHashMap.newKeySet();
  private final Map<Path, String> indigestible = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private Configuration configuration;
  private Shown shown = new Shown(List.of(), Known.NOTHING);
  private Known known = Known.NOTHING;
  private String trouble = "";

  /// What the board that the gate has was made of.
  private record Shown(List<Asked> asked, Known known) {}

  /// Looks once, and then from time to time until it is closed.
  public EvidenceWatch(Configuration configuration, Gate gate) {
    this.configuration = configuration;
    this.gate = gate;
    findings = new FindingsFile(configuration.store());
    weights = new Weights(configuration.state());
    look();
    thread = Thread.ofPlatform().name("polder-evidence").daemon(true).start(this::watch);
  }

  /// Another configuration takes the place of the one before; its board does at once.
  public synchronized void follow(Configuration changed) {
    configuration = changed;
    indigestible.clear();
    look();
  }

  private void watch() {
    try {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        lookAndGoOn();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// The edge of the thread: whatever went wrong, the next change must still be noticed.
  private void lookAndGoOn() {
    try {
      look();
    } catch (RuntimeException fault) {
      LOG.error("The watch over evidence failed unexpectedly; please report this.", fault);
    }
  }

  private synchronized void look() {
    if (closed.getCount() == 0) {
      return;
    }
    List<Asked> asked = Asked.of(configuration, suites, new Variants(configuration, this::digest));
    if (!asked.isEmpty()) {
      readFindings();
    }
    Shown now = new Shown(asked, known);
    if (!now.equals(shown)) {
      show(now);
    }
  }

  private void readFindings() {
    try {
      known = findings.read();
      if (!trouble.isEmpty()) {
        LOG.info("Findings can be read again.");
      }
      trouble = "";
    } catch (IOException unread) {
      String reason = String.valueOf(unread.getMessage());
      if (!reason.equals(trouble)) {
        LOG.error("Findings cannot be read; what was known still counts. {}", reason);
      }
      trouble = reason;
    }
  }

  private void show(Shown now) {
    List<Subject> subjects =
        now.asked().stream().map(Asked::subject).flatMap(Optional::stream).toList();
    gate.follow(
        EvidenceBoard.of(subjects, now.known().findings(), now.known().doubts()),
        now.asked().stream()
            .filter(one -> one.subject().isEmpty())
            .map(one -> new Gate.Unread(one.useCase().name(), one.candidate(), one.unread()))
            .toList());
    now.asked().stream()
        .filter(one -> one.subject().isEmpty() && !shown.asked().contains(one))
        .forEach(one ->
            LOG.warn(
                "Nothing counts as shown of '{}' for use case '{}': {}.",
                one.candidate(),
                one.useCase().name(),
                one.detail()));
    shown = now;
  }

  /// What is known, without waiting for what is not.
  private String digest(Path folder) throws IOException {
    Optional<String> digest = weights.known(folder);
    if (digest.isPresent()) {
      return digest.get();
    }
    String failed = indigestible.get(folder);
    if (failed != null) {
      throw new IOException(failed);
    }
    if (beingDigested.add(folder)) {
      Thread _ = Thread.ofVirtual().name("polder-weights").start(() -> work(folder));
    }
    throw new IOException("the digest of its weights is still being worked out");
  }

  private void work(Path folder) {
    try {
      String _ = weights.digest(folder);
    } catch (IOException unreadable) {
      indigestible.put(
          folder, "its weights in '%s' cannot be read (%s)".formatted(folder, unreadable));
    } finally {
      beingDigested.remove(folder);
    }
    lookAndGoOn();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      findings.close();
    }
  }
}
