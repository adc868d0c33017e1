package dev.polder.evals.run;

/// Two runs that say nothing about each other.
public final class IncomparableException extends Exception {
  private static final long serialVersionUID = 1;

  /// What they differ in.
  public enum Kind {
    /// Different suites, or different contents of one.
    SUITE,
    /// Different solvers.
    METHOD,
    /// Different judges.
    JUDGE,
    /// Different prompt variants, parameters or schemas.
    PROMPT
  }

  private final Kind kind;

  IncomparableException(Kind kind, String what, String reference, String candidate) {
    super(
        "The runs have different %s and cannot be compared: the reference has %s, the candidate %s. Run both of them with the same."
            .formatted(what, said(reference), said(candidate)));
    this.kind = kind;
  }

  private static String said(String digest) {
    return digest.isEmpty() ? "none" : "'" + digest + "'";
  }

  public Kind kind() {
    return kind;
  }
}
