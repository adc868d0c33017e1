package dev.polder.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesTest {
  private static final String BEHIND_COMMAND =
      " S 1 4711 4711 0 -1 4194560 21 0 0 0 123 45 6 7 20 0 30 0 987654 4096 512 18446744073709551615";

  @ParameterizedTest
  @ValueSource(strings = {"java", "nginx: worker process", "odd) S 1 (name"})
  void timesInUserAndInKernelCountWhateverTheCommandIsCalled(String command) {
    assertThat(Processes.ticks("4711 (" + command + ")" + BEHIND_COMMAND)).isEqualTo(123 + 45);
  }

  @Test
  void residentMemoryIsGivenInKibibytes() {
    String status = "Name:\tjava\nVmSize:\t 9999 kB\nVmRSS:\t  123456 kB\nRssAnon:\t 1 kB\n";

    assertThat(Processes.resident(status)).isEqualTo(123_456L * 1024);
  }

  @Test
  void aStatusWithoutMemoryIsAFault() {
    assertThatThrownBy(() -> Processes.resident("Name:\tzombie\n"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void thisVeryProcessHasUsedCpuAndMemory() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs Linux's /proc");
    Processes own = Processes.of(ProcessHandle.current());

    assertThat(own.cpuNanos()).isPositive();
    assertThat(own.residentBytes()).isGreaterThan(10_000_000);
  }
}
