package dev.polder.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// Asks a running gateway's admin API. Blocks; never goes through a proxy.
public final class AdminClient {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final URI address;
  private final Secret token;
  private final AdminTrust trust;

  /// @param trust for an `https` address
  public AdminClient(URI address, Secret token, AdminTrust trust) {
    this.address = address;
    this.token = token;
    this.trust = trust;
  }

  /// What a gateway said.
  public record Reply(int status, JsonNode body) {
    /// Whether it did what was asked.
    public boolean good() {
      return status / 100 == 2;
    }

    /// Why it did not.
    public String error() {
      String message = body.path("error").path("message").asText();
      return message.isEmpty() ? "It answers with status " + status + "." : message;
    }
  }

  /// Sends one request and waits for its answer.
  ///
  /// @param path its segments behind `/admin/v1/`, not yet encoded
  /// @param query parameters, not yet encoded
  /// @param body empty: none is sent
  /// @throws IOException when no gateway answers there
  public Reply send(String method, String[] path, Map<String, String> query, String body)
      throws IOException, InterruptedException {
    String segments =
        Arrays.stream(path).map(AdminClient::encoded).collect(Collectors.joining("/"));
    String parameters =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    URI target =
        URI.create(
            address + "/admin/v1/" + segments + (parameters.isEmpty() ? "" : "?" + parameters));
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer " + token.reveal())
            .header("content-type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = client()) {
      HttpResponse<String> response =
          http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Reply(response.statusCode(), MAPPER.readTree(response.body()));
    }
  }

  private HttpClient client() throws IOException {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .proxy(HttpClient.Builder.NO_PROXY);
    if ("https".equals(address.getScheme())) {
      client.sslContext(trust.context());
    }
    return client.build();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
