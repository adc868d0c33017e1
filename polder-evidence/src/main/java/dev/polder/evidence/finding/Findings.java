package dev.polder.evidence.finding;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where findings are kept: what is added stays as it is.
///
/// Every method may block; none belongs on a call's path. Several processes may use the same store
/// at once. Any thread may call.
public interface Findings {
  /// Keeps a finding; one that is there already is not kept twice.
  ///
  /// @throws IOException when it could not be kept; the message says what to do, and nothing of it
  ///   was kept
  void add(Finding finding) throws IOException;

  /// Keeps a doubt, which marks findings that rest on its variant.
  void add(Doubt doubt) throws IOException;

  /// Keeps findings and doubts, or none of them; those that are there already are not kept twice.
  ///
  /// @return how many were not there yet
  /// @throws IOException when they could not be kept; the message says what to do, and nothing was
  ///   kept
  int addAll(List<Finding> findings, List<Doubt> doubts) throws IOException;

  /// The finding measured last about a variant, whatever the suite; of equals the one added last.
  Optional<Finding> newest(String useCase, String variantDigest) throws IOException;

  /// All findings, in the order in which they were added.
  List<Finding> all() throws IOException;

  /// All doubts, in the order in which they were added.
  List<Doubt> doubts() throws IOException;

  /// A number that grows whenever anybody, in this process or another, has added a finding or a
  /// doubt. Cheap enough to ask every second.
  long version() throws IOException;
}
