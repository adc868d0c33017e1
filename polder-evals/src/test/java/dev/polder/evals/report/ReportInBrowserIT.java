package dev.polder.evals.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.sun.net.httpserver.HttpServer;
import dev.polder.chart.Axis;
import dev.polder.chart.Chart;
import dev.polder.chart.Histogram;
import dev.polder.chart.Table;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Opens reports in a real browser, from disk. They stay in `target/reports`, to be looked at.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path FOLDER = Path.of("target/reports");

  private Playwright playwright;
  private Browser browser;
  private BrowserContext context;
  private Page page;
  private final List<String> requests = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  void startBrowser() throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(CHROMIUM),
        "no browser at /usr/bin/chromium; Debian's package chromium has it");
    Files.createDirectories(FOLDER);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  void stopBrowser() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void openPage() {
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
    page = context.newPage();
    requests.clear();
    complaints.clear();
    page.onRequest(request -> requests.add(request.url()));
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
    page.onDialog(dialog -> {
      complaints.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
  }

  @AfterEach
  void closePage() {
    context.close();
  }

  /// Reports that are looked at.
  enum Example {
    RUN,
    COMPARISON,
    UNDECIDED,
    BOARD,
    HOSTILE;

    Report report() {
      return switch (this) {
        case RUN -> Examples.run();
        case COMPARISON -> Examples.comparison();
        case UNDECIDED -> Examples.comparison(dev.polder.evidence.Verdict.NOT_DECIDABLE);
        case BOARD -> Examples.board();
        case HOSTILE -> Examples.hostile();
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Example.class)
  void opensFromDiskWithoutAskingForAnythingElse(Example example) throws IOException {
    String url = write(example.name(), example.report());
    page.navigate(url);
    assertThat(requests).containsExactly(url);
    assertThat(complaints).isEmpty();
    // The stylesheet passes the page's own policy.
    assertThat(page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth"))
        .isEqualTo("896px");
    assertThat(page.title())
        .isEqualToNormalizingWhitespace(
            example.report().title().replaceAll("[\\u0000\\ud800]", ""));
  }

  @ParameterizedTest
  @EnumSource(
      value = Example.class,
      names = {"RUN", "COMPARISON", "BOARD"})
  void nobodyIsShutOut(Example example) throws IOException {
    page.navigate(write(example.name(), example.report()));
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
    assertThat(seriousViolations(new AxeBuilder(page))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Example.class,
      names = {"COMPARISON", "BOARD"})
  void aDarkScreenHasEnoughContrast(Example example) throws IOException {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.navigate(write(example.name(), example.report()));
    AxeBuilder contrast = new AxeBuilder(page).withRules(List.of("color-contrast"));
    assertThat(seriousViolations(contrast)).isEmpty();
  }

  private static List<String> seriousViolations(AxeBuilder axe) {
    return axe.analyze().getViolations().stream()
        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
        .map(ReportInBrowserIT::told)
        .toList();
  }

  private static String told(Rule rule) {
    return rule.getId() + ": " + rule.getNodes().getFirst().getHtml();
  }

  @ParameterizedTest
  @EnumSource(Example.class)
  void nothingSticksOutOfAPageOrAPhone(Example example) throws IOException {
    String url = write(example.name(), example.report());
    for (int width : new int[] {1280, 680, 390}) {
      page.setViewportSize(width, 900);
      page.navigate(url);
      assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
          .as("%s at %d", example, width)
          .isLessThanOrEqualTo(width);
    }
  }

  @ParameterizedTest
  @EnumSource(Example.class)
  void textsOfChartsDoNotOverlap(Example example) throws IOException {
    page.navigate(write(example.name(), example.report()));
    Object overlaps =
        page.evaluate(
            """
            [...document.querySelectorAll('svg')].flatMap(svg => {
              const boxes = [...svg.querySelectorAll('text')].map(t => {
                const b = t.getBBox();
                return {t: t.textContent, l: b.x, r: b.x + b.width, o: b.y + b.height * .25, u: b.y + b.height * .8};
              });
              return boxes.flatMap((a, i) => boxes.slice(i + 1)
                .filter(b => a.l < b.r && b.l < a.r && a.o < b.u && b.o < a.u)
                .map(b => a.t + ' | ' + b.t));
            })
            """);
    assertThat((List<?>) overlaps).isEmpty();
  }

  @Test
  void theNumbersThatAreDownloadedAreThoseOfTheReport() throws IOException {
    ComparisonReport report = Examples.comparison();
    page.navigate(write("download", report));
    Download download =
        page.waitForDownload(() ->
            page.locator("figure:has-text('right department (primary)') a[download$='.csv']")
                .first()
                .click());
    assertThat(download.suggestedFilename()).isEqualTo("right-department-primary.csv");
    String csv = Files.readString(download.path());
    ComparisonReport.Endpoint primary = report.primary();
    assertThat(csv)
        .isEqualTo(
            "row,detail,estimate,low,high,margin,verdict\r\nMistral Small,n = 589,%s,%s,%s,-0.05,non-inferior\r\n"
                .formatted(
                    Table.number(primary.difference().value()),
                    Table.number(primary.difference().interval().low()),
                    Table.number(primary.difference().interval().high())));
    assertThat(complaints).isEmpty();
  }

  @Test
  void theHistogramThatIsDownloadedCountsEveryAnswer() throws IOException {
    RunReport report = Examples.run();
    page.navigate(write("download-run", report));
    Download download =
        page.waitForDownload(() -> page.locator("a[download='latency.csv']").click());
    Chart model =
        Histogram.of(
            "Latency",
            "",
            Axis.numbers("seconds until the whole answer"),
            report.seconds().toArray());
    assertThat(Files.readString(download.path())).isEqualTo(model.csv());
  }

  @Test
  void thePictureThatIsDownloadedOpensByItself() throws IOException {
    page.navigate(write("download-picture", Examples.board()));
    Download download =
        page.waitForDownload(() -> page.locator("a[download$='.svg']").first().click());
    Path file = FOLDER.resolve("downloaded.svg").toAbsolutePath();
    download.saveAs(file);
    page.navigate(file.toUri().toString());
    assertThat(page.evaluate("document.documentElement.tagName")).isEqualTo("svg");
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default-src 'none'; style-src 'self'"})
  void aChartOnAServedPagePassesAStrictPolicy(String policy) throws IOException {
    Chart chart =
        Histogram.of("Latency", "", Axis.numbers("s"), Examples.run().seconds().toArray());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean style = exchange.getRequestURI().getPath().endsWith(".css");
          String body =
              style
                  ? Chart.stylesheet()
                  : "<!doctype html><html lang=en><title>t</title><link rel=icon href='data:,'>"
                      + "<link rel=stylesheet href=/chart.css><main><h1>h</h1>"
                      + chart.figure()
                      + "</main>";
          exchange
              .getResponseHeaders()
              .set("Content-Type", style ? "text/css" : "text/html;charset=utf-8");
          exchange.getResponseHeaders().set("Content-Security-Policy", policy + "; img-src data:");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      assertThat(complaints).isEmpty();
      assertThat(page.evaluate("getComputedStyle(document.querySelector('svg rect')).fill"))
          .isEqualTo("rgb(21, 25, 30)");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void onPaperItIsAlwaysLight() throws IOException {
    page.emulateMedia(
        new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK).setMedia(Media.PRINT));
    page.navigate(write("paper", Examples.comparison()));
    assertThat(page.evaluate("getComputedStyle(document.querySelector('svg rect')).fill"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    Files.write(
        FOLDER.resolve("comparison.pdf"),
        page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true)));
  }

  @Test
  void realResultsAreLegible() throws IOException {
    page.navigate(write("swebench", Swebench.comparison()));
    assertThat(complaints).isEmpty();
    assertThat(page.locator("svg").count()).isEqualTo(2);
  }

  private static String write(String name, Report report) throws IOException {
    Path file = FOLDER.resolve(name.toLowerCase(java.util.Locale.ROOT) + ".html").toAbsolutePath();
    Files.writeString(file, report.html());
    return file.toUri().toString();
  }
}
