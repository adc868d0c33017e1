package dev.polder.app.reload;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that a configuration file has changed, or another file whose contents count, such as one
/// of secrets, of authorities or of a prompt.
///
/// It compares contents once a second instead of asking the file system for events. Editors replace
/// files by renaming, Kubernetes swaps a link two folders away, network file systems report
/// nothing: contents tell all of these alike, and a few kilobytes a second cost nothing.
///
/// A new state counts only once it has been the same for two looks in a row, because half a file
/// can be valid YAML. Who asks by [#readNow()] says that the file is whole.
public final class ConfigurationWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("polder");
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Path file;
  private final Map<String, String> environment;
  private final ReloadListener listener;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Configuration running;
  private Set<Path> files;
  private Digest runningFiles;
  private Digest seen = Digest.NONE;
  private Digest read = Digest.NONE;
  private boolean faulty;

  /// A watch that looks only when it is told to.
  ///
  /// @param running what `file` said when Polder started with it
  ConfigurationWatch(
      Path file,
      Map<String, String> environment,
      ReadResult.Good running,
      ReloadListener listener) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.listener = listener;
    this.running = running.configuration();
    this.files = running.files();
    this.runningFiles = Digest.of(running.files());
  }

  /// Watches `file` in a thread of its own until closed.
  ///
  /// @param environment where `${NAME}` is looked up
  /// @param running what `file` said when Polder started with it
  public static ConfigurationWatch start(
      Path file,
      Map<String, String> environment,
      ReadResult.Good running,
      ReloadListener listener) {
    ConfigurationWatch watch = new ConfigurationWatch(file, environment, running, listener);
    Thread.ofVirtual().name("configuration-watch").start(watch::lookUntilClosed);
    return watch;
  }

  private void lookUntilClosed() {
    try {
      while (!closed.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        lookAndGoOn();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// The edge of the thread: whatever a change leads to, the next one must still be noticed.
  private void lookAndGoOn() {
    try {
      look();
    } catch (RuntimeException unexpected) {
      LOG.error("A changed configuration could not be taken over; what runs stays.", unexpected);
    }
  }

  /// Looks once, and reads the file if it is new and has come to rest.
  synchronized void look() {
    Digest now = digest();
    boolean rests = now.equals(seen);
    seen = now;
    if (rests && !now.equals(read)) {
      read(false);
    }
  }

  /// Reads the file at once, as a person asked for. Any thread may call it.
  public synchronized void readNow() {
    read(true);
  }

  private void read(boolean asked) {
    Digest before = digest();
    ReadResult result = PolderFile.read(file, environment);
    if (!asked && !digest().equals(before)) {
      return; // written to while it was read: a later look finds it at rest
    }
    files = result.files();
    read = digest();
    seen = read;
    switch (result) {
      case ReadResult.Good good -> accept(good, asked);
      case ReadResult.Faulty wrong -> {
        faulty = true;
        listener.faulty(wrong.faults());
      }
    }
  }

  private void accept(ReadResult.Good good, boolean asked) {
    Digest itsFiles = Digest.of(good.files());
    boolean wasFaulty = faulty;
    faulty = false;
    if (!good.configuration().equals(running) || !itsFiles.equals(runningFiles)) {
      if (listener.changed(good.configuration())) {
        running = good.configuration();
        runningFiles = itsFiles;
      }
    } else if (asked || wasFaulty) {
      listener.unchanged();
    }
  }

  private Digest digest() {
    List<Path> all = new ArrayList<>(files);
    all.add(file);
    return Digest.of(all);
  }

  /// Stops looking.
  @Override
  public void close() {
    closed.countDown();
  }
}
