package dev.polder.app.config.file;

import dev.polder.app.config.bind.Refused;
import dev.polder.app.config.bind.Scalar;
import dev.polder.app.config.bind.Shapes;
import dev.polder.app.config.value.BaseUrl;
import dev.polder.app.config.value.ByteSize;
import dev.polder.app.config.value.Country;
import dev.polder.app.config.value.EnginePort;
import dev.polder.app.config.value.Factor;
import dev.polder.app.config.value.Money;
import dev.polder.app.config.value.Proportion;
import dev.polder.app.config.value.ProxyChoice;
import dev.polder.app.config.value.SecretReference;
import dev.polder.app.config.value.Share;
import dev.polder.app.config.value.WebAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the plain values of `polder.yaml` are written.
public final class Values {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
  private static final Pattern DAYS = Pattern.compile("(\\d{1,4})\\s*d");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB)?");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)\\s*%");
  private static final Pattern PROPORTION =
      Pattern.compile("(?:(0?\\.\\d{1,6})|(\\d{1,2}(?:\\.\\d{1,4})?)\\s*%)");
  private static final Pattern FACTOR = Pattern.compile("\\d{1,4}(?:\\.\\d{1,4})?");
  private static final Pattern MONEY = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6})?");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern FILE = Pattern.compile("file:(.+)");

  /// What stands before the host or behind the path may be a secret, and is not repeated.
  private static final Pattern CARRIES_SECRETS =
      Pattern.compile("(?<=//).*@|\\?.*", Pattern.DOTALL);

  private static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final URI NOWHERE = URI.create("http://127.0.0.1");

  private Values() {}

  /// The shapes of the records in this package.
  public static Shapes shapes() {
    return new Shapes(
        Map.ofEntries(
            Map.entry(String.class, new Scalar<>((text, context) -> text, "", TEXT)),
            Map.entry(int.class, new Scalar<>(Values::wholeNumber, 0, Map.of("type", "integer"))),
            Map.entry(
                Integer.class, new Scalar<>(Values::wholeNumber, 0, Map.of("type", "integer"))),
            Map.entry(boolean.class, new Scalar<>(Values::truth, false, Map.of("type", "boolean"))),
            Map.entry(Boolean.class, new Scalar<>(Values::truth, false, Map.of("type", "boolean"))),
            Map.entry(
                Duration.class, new Scalar<>(Values::duration, Duration.ZERO, pattern(DURATION))),
            Map.entry(Period.class, new Scalar<>(Values::days, Period.ZERO, pattern(DAYS))),
            Map.entry(
                LocalDate.class,
                new Scalar<>(
                    Values::date,
                    LocalDate.EPOCH,
                    Map.of("type", "string", "pattern", "^\\d{4}-\\d{2}-\\d{2}$"))),
            Map.entry(
                ByteSize.class,
                new Scalar<>(
                    Values::size,
                    new ByteSize(1),
                    Map.of(
                        "type",
                        List.of("string", "integer"),
                        "pattern",
                        anchored(SIZE),
                        "minimum",
                        1))),
            Map.entry(Share.class, new Scalar<>(Values::share, new Share(0), pattern(SHARE))),
            Map.entry(
                Proportion.class,
                new Scalar<>(
                    Values::proportion,
                    new Proportion(0.5),
                    Map.of(
                        "type",
                        List.of("string", "number"),
                        "pattern",
                        anchored(PROPORTION),
                        "exclusiveMinimum",
                        0,
                        "exclusiveMaximum",
                        1))),
            Map.entry(
                Factor.class,
                new Scalar<>(
                    Values::factor, new Factor(1), Map.of("type", "number", "minimum", 1))),
            Map.entry(
                Money.class,
                new Scalar<>(Values::money, new Money(0), Map.of("type", "number", "minimum", 0))),
            Map.entry(Path.class, new Scalar<>(Values::path, Path.of(""), TEXT)),
            Map.entry(
                Country.class,
                new Scalar<>(
                    Values::country,
                    Country.UNKNOWN,
                    Map.of("type", "string", "pattern", "^[A-Z]{2}$"))),
            Map.entry(
                BaseUrl.class,
                new Scalar<>(
                    Values::baseUrl,
                    new BaseUrl(NOWHERE),
                    Map.of("type", "string", "pattern", "^https?://[^?@\\s]+$"))),
            Map.entry(
                WebAddress.class,
                new Scalar<>(
                    Values::webAddress,
                    new WebAddress(NOWHERE),
                    Map.of("type", "string", "pattern", "^https?://[^@\\s]+$"))),
            Map.entry(
                ProxyChoice.class,
                new Scalar<ProxyChoice>(
                    Values::proxy,
                    new ProxyChoice.None(),
                    Map.of(
                        "type", "string", "pattern", "^(environment|none|http://[^?@/\\s]+/?)$"))),
            Map.entry(
                SecretReference.class,
                new Scalar<SecretReference>(
                    Values::secret,
                    new SecretReference.Environment(""),
                    Map.of(
                        "type",
                        "string",
                        "pattern",
                        "^("
                            + VARIABLE.pattern().replace("}", "\\}")
                            + "|"
                            + FILE.pattern()
                            + ")$"))),
            Map.entry(
                EnginePort.class,
                new Scalar<>(
                    Values::enginePort,
                    new EnginePort(OptionalInt.empty()),
                    Map.of(
                        "type",
                        List.of("string", "integer"),
                        "pattern",
                        "^(auto|\\d{1,5})$",
                        "minimum",
                        1,
                        "maximum",
                        65_535)))));
  }

  private static Map<String, Object> pattern(Pattern pattern) {
    return Map.of("type", "string", "pattern", anchored(pattern));
  }

  private static String anchored(Pattern pattern) {
    return "^" + pattern.pattern() + "$";
  }

  private static int wholeNumber(String text, Scalar.Context context) throws Refused {
    try {
      int number = Integer.parseInt(text);
      if (number >= context.least() && number <= context.most()) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the fault that says so.
    }
    throw Refused.because(
        "is '%s'. Write a whole number from %d to %d.", text, context.least(), context.most());
  }

  private static boolean truth(String text, Scalar.Context context) throws Refused {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Refused.because("is '%s'. Write true or false.", text);
    };
  }

  private static Duration duration(String text, Scalar.Context context) throws Refused {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw Refused.because(
          "is '%s', which is no duration. Write a number and a unit, such as 500ms, 20s or 2m.",
          text);
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        };
    if (duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw Refused.because("is '%s'. Choose more than nothing and at most 24h.", text);
    }
    return duration;
  }

  private static Period days(String text, Scalar.Context context) throws Refused {
    Matcher matcher = DAYS.matcher(text);
    if (matcher.matches()) {
      return Period.ofDays(Integer.parseInt(matcher.group(1)));
    }
    throw Refused.because("is '%s', which is no number of days. Write one, such as 30d.", text);
  }

  private static LocalDate date(String text, Scalar.Context context) throws Refused {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException noDate) {
      throw Refused.because(
          "is '%s', which is no date. Write year, month and day, such as 2027-01-31.", text);
    }
  }

  private static ByteSize size(String text, Scalar.Context context) throws Refused {
    Matcher matcher = SIZE.matcher(text);
    if (matcher.matches()) {
      long unit =
          switch (Optional.ofNullable(matcher.group(2)).orElse("B")) {
            case "KB" -> 1024;
            case "MB" -> 1024 * 1024;
            case "GB" -> 1024 * 1024 * 1024;
            default -> 1;
          };
      long bytes = Long.parseLong(matcher.group(1)) * unit;
      if (bytes > 0 && bytes <= Integer.MAX_VALUE) {
        return new ByteSize((int) bytes);
      }
    }
    throw Refused.because(
        "is '%s', which is no size up to 2 GB. Write a number and a unit, such as 20MB.", text);
  }

  private static Share share(String text, Scalar.Context context) throws Refused {
    Matcher matcher = SHARE.matcher(text);
    if (matcher.matches()) {
      double percent = Double.parseDouble(matcher.group(1));
      if (percent > 0 && percent <= 100) {
        return new Share(percent / 100);
      }
    }
    throw Refused.because(
        "is '%s', which is no share. Write more than 0%% and at most 100%%, such as 5%%.", text);
  }

  private static Proportion proportion(String text, Scalar.Context context) throws Refused {
    Matcher matcher = PROPORTION.matcher(text);
    if (matcher.matches()) {
      double fraction =
          matcher.group(1) == null
              ? Double.parseDouble(matcher.group(2)) / 100
              : Double.parseDouble(matcher.group(1));
      if (fraction > 0 && fraction < 1) {
        return new Proportion(fraction);
      }
    }
    throw Refused.because("is '%s'. Write more than 0 and less than 1, such as 0.05 or 5%%.", text);
  }

  private static Factor factor(String text, Scalar.Context context) throws Refused {
    if (FACTOR.matcher(text).matches() && Double.parseDouble(text) >= 1) {
      return new Factor(Double.parseDouble(text));
    }
    throw Refused.because("is '%s'. Write a number of at least 1, such as 2.0.", text);
  }

  private static Money money(String text, Scalar.Context context) throws Refused {
    if (MONEY.matcher(text).matches()) {
      return new Money(Double.parseDouble(text));
    }
    throw Refused.because("is '%s'. Write an amount from 0, such as 2.5, without currency.", text);
  }

  private static Path path(String text, Scalar.Context context) throws Refused {
    try {
      return context.folder().resolve(text).normalize();
    } catch (InvalidPathException impossible) {
      throw Refused.because("holds characters that no path can have.");
    }
  }

  private static Country country(String text, Scalar.Context context) throws Refused {
    if (Country.isCode(text)) {
      return new Country(text);
    }
    throw Refused.because(
        "is '%s', which is no country. Write two capitals, such as NL, US or EU.", text);
  }

  private static BaseUrl baseUrl(String text, Scalar.Context context) throws Refused {
    Optional<URI> address =
        webUri(text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
            .filter(uri -> uri.getQuery() == null);
    return new BaseUrl(
        address.orElseThrow(() ->
            Refused.because(
                "is '%s'. Write http:// or https://, a host and a path, such as"
                    + " https://api.example.com/v1, without user or query.",
                withoutSecrets(text))));
  }

  private static WebAddress webAddress(String text, Scalar.Context context) throws Refused {
    return new WebAddress(
        webUri(text)
            .orElseThrow(() ->
                Refused.because(
                    "is '%s'. Write http:// or https://, a host and a path, such as"
                        + " https://ops.example.com/hook, without user.",
                    withoutSecrets(text))));
  }

  private static ProxyChoice proxy(String text, Scalar.Context context) throws Refused {
    if (text.equals("environment")) {
      return new ProxyChoice.FromEnvironment();
    }
    if (text.equals("none")) {
      return new ProxyChoice.None();
    }
    Optional<URI> address =
        webUri(text)
            .filter(uri -> "http".equals(uri.getScheme()) && uri.getPort() > 0)
            .filter(uri -> uri.getQuery() == null && uri.getPath().matches("/?"));
    return new ProxyChoice.At(
        address.orElseThrow(() ->
            Refused.because(
                "is '%s'. Write environment, none, or an address such as"
                    + " http://proxy.example:3128; a proxy that wants a password belongs in the"
                    + " environment variable HTTPS_PROXY.",
                withoutSecrets(text))));
  }

  /// A web address without user.
  private static Optional<URI> webUri(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static String withoutSecrets(String text) {
    return CARRIES_SECRETS.matcher(text).replaceAll("***");
  }

  /// Secrets stay outside the file: only references are taken, and what is none is not repeated.
  private static SecretReference secret(String text, Scalar.Context context) throws Refused {
    Matcher variable = VARIABLE.matcher(text);
    if (variable.matches()) {
      return new SecretReference.Environment(variable.group(1));
    }
    Matcher file = FILE.matcher(text);
    if (file.matches()) {
      return new SecretReference.InFile(path(file.group(1).strip(), context));
    }
    throw Refused.because(
        "must be a reference such as ${ACME_KEY} or file:acme.key; secrets do not belong in this"
            + " file.");
  }

  private static EnginePort enginePort(String text, Scalar.Context context) throws Refused {
    if (text.equals("auto")) {
      return new EnginePort(OptionalInt.empty());
    }
    try {
      return new EnginePort(
          OptionalInt.of(wholeNumber(text, new Scalar.Context(context.folder(), 1, 65_535))));
    } catch (Refused noPort) {
      throw Refused.because("is '%s'. Write auto or a whole number from 1 to 65535.", text);
    }
  }
}
