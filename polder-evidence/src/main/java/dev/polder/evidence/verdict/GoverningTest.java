package dev.polder.evidence.verdict;

/// Which test a verdict rests on.
public enum GoverningTest {
  /// Tango's score test: right or wrong, every sample for itself, n declared.
  TANGO("Tango score test"),
  /// One-sided paired t: scores, every sample for itself, n declared and large enough.
  PAIRED_T("paired t"),
  /// Weighted draws from the pairs and one imagined worst pair: scores, n declared and too small
  /// for t.
  WORST_CASE_BOOTSTRAP("worst-case bootstrap"),
  /// Paired t over clusters, CR2 with Satterthwaite's degrees of freedom, n declared.
  CLUSTERED_T("clustered paired t (CR2)"),
  /// A confidence sequence, valid however often one looks: no n declared.
  SEQUENTIAL("sequential"),
  /// The exact binomial bound of a share measured alone, without a reference.
  EXACT_BINOMIAL("exact binomial");

  private final String label;

  GoverningTest(String label) {
    this.label = label;
  }

  /// As people read it.
  public String label() {
    return label;
  }
}
