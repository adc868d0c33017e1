package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.Fault;
import dev.polder.app.reload.ReloadListener;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;

/// Tells the log what became of a changed file, and hands good ones on.
record ReloadLog(Path file, Logger log, Predicate<Configuration> takeOver)
    implements ReloadListener {
  @Override
  public boolean changed(Configuration configuration) {
    log.info("{} has changed and is in order.", file);
    return takeOver.test(configuration);
  }

  @Override
  public void faulty(List<Fault> faults) {
    log.warn(
        "{} has {}; the running configuration stays.",
        file,
        faults.size() == 1 ? "a fault" : faults.size() + " faults");
    faults.forEach(fault -> log.warn("{}", fault.text(file.toString())));
  }

  @Override
  public void unchanged() {
    log.info("{} is in order and says what runs already.", file);
  }
}
