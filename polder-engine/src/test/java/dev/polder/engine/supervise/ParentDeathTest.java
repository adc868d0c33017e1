package dev.polder.engine.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ParentDeathTest {
  @Test
  void theDeathOfTheGatewayTakesEveryChildAndGrandchildAlong() throws Exception {
    // Given
    String script = "(trap '' TERM; while :; do sleep 1; done) & echo engine grandchild $!";
    List<String> command = new ArrayList<>(StandIns.java(GatewayStandIn.class));
    command.addAll(StandIns.serverAfter(script));
    Process gateway = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<Long> children = await(gateway, "embedded", "external", "grandchild");

    // When
    gateway.destroyForcibly().waitFor();

    // Then
    for (long child : children) {
      assertThat(Processes.goes(child)).as("process %d of %s is gone", child, children).isTrue();
    }
  }

  /// Reads `engine NAME PID` lines until all these names were told; returns their process numbers.
  static List<Long> await(Process gateway, String... names) throws IOException {
    List<String> missing = new ArrayList<>(List.of(names));
    List<Long> told = new ArrayList<>();
    var output = gateway.inputReader();
    while (!missing.isEmpty()) {
      String line = output.readLine();
      assertThat(line).as("the gateway prints on; still missing: %s", missing).isNotNull();
      String[] parts = line.split(" ", -1);
      if (parts.length == 3 && parts[0].equals("engine") && missing.remove(parts[1])) {
        told.add(Long.parseLong(parts[2]));
      }
    }
    return told;
  }
}
