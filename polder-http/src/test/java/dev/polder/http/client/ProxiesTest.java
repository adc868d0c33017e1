package dev.polder.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the environment says about proxies.
final class ProxiesTest {
  private static final URI SECURE = URI.create("https://api.example.org/v1");
  private static final URI PLAIN = URI.create("http://vllm.example.org:8000/v1");

  @Test
  void withoutVariablesThereIsNone() {
    assertThat(Proxies.from(Map.of("PATH", "/bin"))).isEqualTo(Proxies.NONE);
  }

  @Test
  void eachSchemeHasItsOwn() {
    // When
    Proxies proxies =
        Proxies.from(
            Map.of("HTTPS_PROXY", "http://secure.test:1", "HTTP_PROXY", "http://plain.test:2"));

    // Then
    assertThat(proxies.forAddress(SECURE)).hasToString("Optional[secure.test:1]");
    assertThat(proxies.forAddress(PLAIN)).hasToString("Optional[plain.test:2]");
  }

  @Test
  void oneForAllStandsInForBoth() {
    Proxies proxies = Proxies.from(Map.of("all_proxy", "all.test:1", "HTTP_PROXY", "plain.test:2"));

    assertThat(proxies.forAddress(SECURE)).hasToString("Optional[all.test:1]");
    assertThat(proxies.forAddress(PLAIN)).hasToString("Optional[plain.test:2]");
  }

  @Test
  void smallLettersWin() {
    Proxies proxies = Proxies.from(Map.of("https_proxy", "small.test:1", "HTTPS_PROXY", "big:2"));

    assertThat(proxies.forAddress(SECURE)).hasToString("Optional[small.test:1]");
  }

  @Test
  void aVariableSetToNothingCountsAsNotSet() {
    Proxies proxies = Proxies.from(Map.of("https_proxy", " ", "HTTPS_PROXY", "big.test:2"));

    assertThat(proxies.forAddress(SECURE)).hasToString("Optional[big.test:2]");
  }

  @Test
  void someHostsAreReachedDirectly() {
    // When
    Proxies proxies =
        Proxies.from(
            Map.of("ALL_PROXY", "all.test:1", "NO_PROXY", "api.example.org:443, 10.0.0.0/8"));

    // Then
    assertThat(proxies.forAddress(SECURE)).isEmpty();
    assertThat(proxies.forAddress(PLAIN)).isPresent();
    assertThat(proxies.forAddress(URI.create("http://10.1.1.1/v1"))).isEmpty();
    assertThat(proxies.forAddress(URI.create("http://127.0.0.1:8000/v1"))).isEmpty();
  }

  @Test
  void aProxysUserMayBeEscaped() {
    Proxy proxy = Proxy.parse("http://me%40corp:p%3Ass+word@proxy.test:3128");

    assertThat(proxy).isEqualTo(new Proxy("proxy.test", 3128, "me@corp", "p:ss+word"));
    assertThat(proxy).hasToString("proxy.test:3128");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://u:hidden@proxy.test:1 | has the scheme 'https'",
        "socks5://u:hidden@proxy.test:1 | has the scheme 'socks5'",
        "http://u:hidden@proxy.test    | names no host and port",
        "u:hidden@proxy.test           | names no host and port",
        "http://u:hid den@proxy.test:1 | cannot be read",
        "http://u:hid@den@proxy.test:1 | names no host and port",
        "u:hid/den@proxy.test:1        | names no host and port",
        "3128                          | names no host and port",
      })
  void saysWhatIsWrongWithoutThePassword(String url, String fault) {
    assertThatThrownBy(() -> Proxies.from(Map.of("HTTPS_PROXY", url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The environment variable HTTPS_PROXY: ")
        .hasMessageContaining(fault)
        .hasMessageNotContaining("hid")
        .hasMessageNotContaining("den")
        .hasMessageContaining("http://host:port");
  }
}
