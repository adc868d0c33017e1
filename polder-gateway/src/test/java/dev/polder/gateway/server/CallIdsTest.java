package dev.polder.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CallIdsTest {
  @Test
  void everyCallGetsAnIdentifierOfItsOwnBeyondABlockToo() {
    CallIds ids = new CallIds(new Random(20261123));
    Set<String> seen = new HashSet<>();

    for (int i = 0; i < 1_000; i++) {
      String id = ids.next();
      assertThat(id).matches("call-[0-9a-f]{32}");
      seen.add(id);
    }

    assertThat(seen).hasSize(1_000);
  }
}
