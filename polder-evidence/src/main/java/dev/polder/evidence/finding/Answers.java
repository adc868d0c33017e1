package dev.polder.evidence.finding;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/// Where the answers of references are kept, so that a later variant can be compared with them when
/// the reference is gone.
///
/// Every method may block. Several processes may use the same store at once. Any thread may call.
public interface Answers {
  /// Keeps a run with all its answers, or nothing of it. A run of this id that is there already
  /// stays as it is.
  ///
  /// @param answers in the run's declared order; read once
  /// @throws IOException when it could not be kept; the message says what to do
  void add(AnsweredRun run, Iterable<Answer> answers) throws IOException;

  /// The run measured last of a variant on exactly this suite.
  Optional<AnsweredRun> newest(String suiteDigest, String variantDigest) throws IOException;

  /// Tells the answers of a run one by one, in the run's declared order; nothing where there is no
  /// such run. Memory does not grow with the run.
  void each(String run, Consumer<Answer> reader) throws IOException;
}
