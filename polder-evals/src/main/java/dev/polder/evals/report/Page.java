package dev.polder.evals.report;

import dev.polder.chart.Chart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/// What all pages share: head, policy, stylesheet.
final class Page {
  private static final String STYLE = stylesheet();

  /// Nothing is loaded, nothing runs, and only this stylesheet counts.
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
          .formatted(digest(STYLE));

  private Page() {}

  static String html(Report report) {
    Html body =
        switch (report) {
          case RunReport run -> new RunPage(run).body();
          case ComparisonReport comparison -> new ComparisonPage(comparison).body();
          case BoardReport board -> new BoardPage(board).body();
          case LagReport lag -> new LagPage(lag).body();
        };
    return Html.of(
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{}</title>
            <style>{}</style>
            </head>
            <body>
            <main>
            {}</main>
            </body>
            </html>
            """,
            new Html(POLICY),
            report.title(),
            new Html(STYLE),
            body)
        .markup();
  }

  private static String stylesheet() {
    try (InputStream file =
        Objects.requireNonNull(Page.class.getResourceAsStream("report.css"), "report.css")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8) + Chart.stylesheet();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read report.css of this program", e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
