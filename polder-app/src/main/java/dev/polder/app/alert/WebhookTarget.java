package dev.polder.app.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.model.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Posts messages to an address, signed as Standard Webhooks 1.0.0 says
/// (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme" and "Webhook
/// headers"). Redirects are not followed: a message goes where the configuration says or nowhere.
public final class WebhookTarget implements Target {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

  private final URI address;
  private final WebhookSignature signature;
  private final InstantSource clock;
  private final Duration answerLimit;

  /// Made when first needed: it reads the machine's certificates, which start-up need not wait for.
  private @Nullable HttpClient client;

  /// @param secret shared with the receiver: `whsec_` and base64, or any other text
  public WebhookTarget(URI address, Secret secret, InstantSource clock) {
    this(address, secret, clock, ANSWER_LIMIT);
  }

  WebhookTarget(URI address, Secret secret, InstantSource clock, Duration answerLimit) {
    this.address = address;
    this.signature = new WebhookSignature(secret);
    this.clock = clock;
    this.answerLimit = answerLimit;
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECT_LIMIT)
              .build();
    }
    return client;
  }

  /// Scheme, host and port: paths and queries of webhooks often are secrets themselves.
  @Override
  public String name() {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return "webhook " + address.getScheme() + "://" + address.getHost() + port;
  }

  @Override
  public Delivery deliver(Notice notice) throws InterruptedException {
    byte[] body = notice.json().getBytes(UTF_8);
    long timestamp = clock.instant().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(answerLimit)
            .header("content-type", "application/json")
            .header("user-agent", "Polder")
            .header("webhook-id", notice.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .header("webhook-signature", signature.of(notice.id(), timestamp, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<InputStream> answer =
          client().send(request, HttpResponse.BodyHandlers.ofInputStream());
      // What is in the answer is not read: it may be endless.
      answer.body().close();
      return judge(answer.statusCode());
    } catch (IOException unreached) {
      return new Delivery.Unreached(
          "%s: %s".formatted(unreached.getClass().getSimpleName(), unreached.getMessage()));
    }
  }

  private static Delivery judge(int status) {
    String words = "status " + status;
    if (status >= 200 && status < 300) {
      return new Delivery.Arrived(words);
    }
    if (status >= 300 && status < 400) {
      return new Delivery.Refused(words + ", a redirect, which is not followed");
    }
    boolean mayPass = status == 408 || status == 425 || status == 429 || status >= 500;
    return mayPass ? new Delivery.Unreached(words) : new Delivery.Refused(words);
  }
}
