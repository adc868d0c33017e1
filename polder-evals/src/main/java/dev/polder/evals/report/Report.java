package dev.polder.evals.report;

/// What is to be told about an evaluation, on one page.
///
/// Texts come from models and from anybody's data; they are shown as they are and never become
/// markup.
public sealed interface Report permits RunReport, ComparisonReport, BoardReport, LagReport {

  /// What the page is about.
  String title();

  /// The page: one HTML file in UTF-8 that can be opened from disk, printed, sent by post, or
  /// served under a strict content-security policy. The same report gives the same text.
  default String html() {
    return Page.html(this);
  }
}
