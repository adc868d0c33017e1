package dev.polder.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;

final class ClientLoopsTest {
  @RepeatedTest(20)
  void everyClientHearsOnItsOwnLoop() throws InterruptedException {
    // Given
    Set<Thread> heardOn = ConcurrentHashMap.newKeySet();
    CountDownLatch heard = new CountDownLatch(2);
    try (ScriptedUpstream upstream =
            ScriptedUpstream.start().always(Script.begin().reply(200, "text/plain", "here"));
        ClientLoops loops = ClientLoops.start(2, 1)) {
      // When
      for (ClientLoops.Member member : loops.members()) {
        member
            .loop()
            .execute(() ->
                member.client().send(request(upstream.baseUrl()), new Listener(heardOn, heard)));
      }

      // Then
      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(heardOn).hasSize(2);
    }
  }

  private static UpstreamRequest request(URI address) {
    return new UpstreamRequest("GET", address, Headers.NONE, Bytes.EMPTY, Duration.ofSeconds(5));
  }

  private record Listener(Set<Thread> heardOn, CountDownLatch heard) implements ExchangeListener {
    @Override
    public void head(int status, Headers headers) {}

    @Override
    public void bytes(Bytes bytes) {}

    @Override
    public void end() {
      heardOn.add(Thread.currentThread());
      heard.countDown();
    }

    @Override
    public void failed(TransportFailure failure) {}
  }
}
