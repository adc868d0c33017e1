package dev.polder.http.server;

import static dev.polder.http.server.ClientShare.Standing.SHUT_OUT;
import static dev.polder.http.server.ClientShare.Standing.SURPLUS;
import static dev.polder.http.server.ClientShare.Standing.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How connections are shared out among clients.
final class ClientShareTest {
  private static ClientShare.Place take(ClientShare clients, String address) {
    return clients.take(SocketAddress.inetSocketAddress(40_000, address));
  }

  private static List<ClientShare.Standing> takeAll(ClientShare clients, String... addresses) {
    return Stream.of(addresses).map(address -> take(clients, address).standing()).toList();
  }

  @Test
  void whoHasTooManyIsToldUntilThatIsTooMuchToo() {
    // Given
    ClientShare clients = ClientShare.of(2);

    // Then
    assertThat(takeAll(clients, "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"))
        .containsExactly(WITHIN, WITHIN, SURPLUS, SURPLUS, SHUT_OUT);
    assertThat(takeAll(clients, "192.0.2.2")).containsExactly(WITHIN);
  }

  @Test
  void aPlaceThatIsLeftIsFreeForTheNext() {
    // Given
    ClientShare clients = ClientShare.of(1);
    ClientShare.Place first = take(clients, "192.0.2.1");
    ClientShare.Place second = take(clients, "192.0.2.1");

    // When
    second.leave();
    first.leave();

    // Then
    assertThat(takeAll(clients, "192.0.2.1")).containsExactly(WITHIN);
  }

  @Test
  void anAddressOfTheSameHalfIsTheSameClient() {
    // Given
    ClientShare clients = ClientShare.of(1);

    // Then
    assertThat(takeAll(clients, "2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1"))
        .containsExactly(WITHIN, SURPLUS, WITHIN);
  }

  @Test
  void nothingIsRememberedOfClientsThatHaveLeft() {
    // Given
    ClientShare clients = ClientShare.of(1);

    // When
    for (int i = 0; i < 256; i++) {
      take(clients, "198.51.100." + i).leave();
    }
    ClientShare.Place last = take(clients, "192.0.2.1");

    // Then
    assertThat(clients.clients()).isEqualTo(1);
    last.leave();
    assertThat(clients.clients()).isZero();
  }

  @Test
  void aProxyOnThisMachineMaySpeakForMany() {
    // Given
    ClientShare clients = ClientShare.ofOthers(1);

    // Then
    assertThat(takeAll(clients, "127.0.0.1", "127.0.0.1", "::1", "::1", "192.0.2.1", "192.0.2.1"))
        .containsExactly(WITHIN, WITHIN, WITHIN, WITHIN, WITHIN, SURPLUS);
  }
}
