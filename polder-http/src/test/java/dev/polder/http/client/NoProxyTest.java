package dev.polder.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which hosts are reached without a proxy.
final class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.org            | example.org       | 443  | true",
        "example.org            | api.example.org   | 443  | true",
        "EXAMPLE.org            | api.Example.ORG   | 443  | true",
        "example.org            | notexample.org    | 443  | false",
        "example.org            | example.org.evil  | 443  | false",
        ".example.org           | example.org       | 443  | false",
        ".example.org           | api.example.org   | 443  | true",
        "*.example.org          | example.org       | 443  | false",
        "*.example.org          | a.b.example.org   | 443  | true",
        "example.org:8443       | example.org       | 8443 | true",
        "example.org:8443       | example.org       | 443  | false",
        "*                      | anything.test     | 443  | true",
        "10.1.2.3               | 10.1.2.3          | 80   | true",
        "10.1.2.3               | 10.1.2.4          | 80   | false",
        "10.1.2.3:8000          | 10.1.2.3          | 8000 | true",
        "10.1.2.3:8000          | 10.1.2.3          | 80   | false",
        "10.0.0.0/8             | 10.200.3.4        | 80   | true",
        "10.0.0.0/8             | 11.0.0.1          | 80   | false",
        "10.0.0.0/9             | 10.127.255.255    | 80   | true",
        "10.0.0.0/9             | 10.128.0.0        | 80   | false",
        "0.0.0.0/0              | 192.0.2.1         | 80   | true",
        "10.0.0.0/8             | ten.example.org   | 80   | false",
        "fd00::/8               | fd12::1           | 80   | true",
        "fd00::/8               | [fd12::1]         | 80   | true",
        "fd00::/8               | fe80::1           | 80   | false",
        "fd12::1                | [fd12::1]         | 80   | true",
        "[fd12::1]:8000         | fd12::1           | 8000 | true",
        "10.0.0.0/8             | fd12::1           | 80   | false",
        "a.test, b.test         | b.test            | 80   | true",
        "''                     | example.org       | 443  | false",
        "''                     | localhost         | 80   | true",
        "''                     | app.localhost     | 80   | true",
        "''                     | 127.9.9.9         | 80   | true",
        "''                     | ::1               | 80   | true",
        "''                     | [::1]             | 80   | true",
        "''                     | localhost.example | 80   | false",
      })
  void coversWhatItsEntriesSay(String entries, String host, int port, boolean covered) {
    assertThat(NoProxy.of(Arrays.asList(entries.split(","))).covers(host, port)).isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "host/8", "host:port", "host:70000"})
  void namesAnEntryThatCannotBeMeant(String entry) {
    assertThatThrownBy(() -> NoProxy.of(List.of("fine.test", entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + entry + "'")
        .hasMessageContaining("Write a host");
  }

  @Test
  void twoListsTogetherCoverWhatEitherCovers() {
    NoProxy both = NoProxy.of(List.of("a.test")).and(NoProxy.of(List.of("b.test")));

    assertThat(both.covers("a.test", 443)).isTrue();
    assertThat(both.covers("b.test", 443)).isTrue();
    assertThat(both.covers("c.test", 443)).isFalse();
  }

  @Test
  void equalListsAreEqual() {
    assertThat(NoProxy.of(List.of("a.test", "10.0.0.0/8")))
        .isEqualTo(NoProxy.of(List.of(" A.test ", "", "10.0.0.0/8")))
        .isNotEqualTo(NoProxy.LOOPBACK_ONLY);
  }
}
