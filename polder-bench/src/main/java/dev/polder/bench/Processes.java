package dev.polder.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The processes of one contender, as Linux accounts for them under `/proc`.
record Processes(List<Long> ids) {
  /// Of the load's own process nothing is counted.
  static final Processes NONE = new Processes(List.of());

  /// What Linux tells user space in, whatever the kernel's own clock: 100 ticks a second.
  private static final long NANOS_PER_TICK = 10_000_000;

  Processes {
    ids = List.copyOf(ids);
  }

  /// `process` and all that it has started.
  static Processes of(ProcessHandle process) {
    return new Processes(
        Stream.concat(Stream.of(process), process.descendants()).map(ProcessHandle::pid).toList());
  }

  long cpuNanos() {
    return ids.stream()
        .filter(id -> id.equals(ids.getFirst()) || isAlive(id))
        .mapToLong(id -> ticks(read(id, "stat")) * NANOS_PER_TICK)
        .sum();
  }

  /// What the just-in-time compilers of its JVMs took of that.
  long compilerNanos() {
    return ids.stream().filter(Processes::isAlive).mapToLong(Processes::compilerNanos).sum();
  }

  private static long compilerNanos(long id) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(id), "task"))) {
      return threads.mapToLong(Processes::compilerTicks).sum() * NANOS_PER_TICK;
    } catch (IOException gone) {
      throw new UncheckedIOException("Process %d has ended early.".formatted(id), gone);
    }
  }

  /// The JVM's names of these threads, which Linux cuts: `C1 CompilerThre`, `C2 CompilerThre`.
  private static long compilerTicks(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler") ? ticks(stat) : 0;
    } catch (IOException ended) {
      return 0;
    }
  }

  long residentBytes() {
    return ids.stream()
        .filter(id -> id.equals(ids.getFirst()) || isAlive(id))
        .mapToLong(id -> resident(read(id, "status")))
        .sum();
  }

  /// What a contender runs once when it starts has ended by the time at which it is loaded.
  private static boolean isAlive(long id) {
    return Files.exists(Path.of("/proc", Long.toString(id)));
  }

  private static String read(long id, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(id), file));
    } catch (IOException gone) {
      throw new UncheckedIOException("Process %d has ended early.".formatted(id), gone);
    }
  }

  /// `utime` and `stime` of a `/proc/PID/stat` (proc(5), fields 14 and 15). The second field, the
  /// command in brackets, may itself hold blanks and brackets, so counting begins behind it.
  static long ticks(String stat) {
    List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
  }

  /// `VmRSS` of a `/proc/PID/status`, in bytes.
  static long resident(String status) {
    String line =
        status
            .lines()
            .filter(candidate -> candidate.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no VmRSS"));
    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
  }
}
