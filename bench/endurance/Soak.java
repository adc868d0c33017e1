import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The soak: load over upstreams that fail in every way there is, and the promises that must hold.
class Soak {
  private static final String CONFIGURATION =
      """
      organisation: Soak
      server: {port: %%d}
      outcomes: outcomes.jsonl
      providers:
        one: {preset: vllm, base-url: "http://127.0.0.1:%d/v1"}
        two: {preset: custom, base-url: "http://127.0.0.1:%d/v1"}
        three: {preset: vllm, base-url: "http://127.0.0.1:%d/v1"}
        child:
          engine: {command: ["%s/bin/java", -Xmx96m, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", -cp, "%s", Upstream, "{port}", "%d"], ready: /health}
      deployments:
        one: {provider: one, location: US, control: US, maker: US}
        two: {provider: two, location: NL, control: NL, maker: FR}
        three: {provider: three, location: DE, control: DE, maker: FR}
        child: {provider: child, location: NL, control: NL, maker: NL}
      use-cases:
        letters: {candidates: [one, two, child], limits: LIMITS}
        triage: {candidates: [two, three, one], interruption: buffer, limits: LIMITS}
        notes: {candidates: [child, three], interruption: buffer, buffer: 2KB, limits: LIMITS}
      """
          .replace(
              "LIMITS",
              "{connect: 1s, first-token: 2s, between-tokens: 2s, answer: 4s, call: 20s, hold: 4s}");
  private static final String[] USE_CASES = {"letters", "triage", "notes"};

  /// The calls' limit is 20 s. What is more is for a machine that has other things to do: by how much it
  /// stalled is measured and printed.
  private static final int DEADLINE_MILLIS = 30_000;

  /// The gateway asks its engine every few seconds whether it lives, over a connection that it keeps.
  private static final int PROBES = 1;

  private final Random random;
  private final Gateway gateway;
  private final List<Upstream> upstreams;
  private final Map<Client.End, AtomicLong> ends = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> servedBy = new ConcurrentHashMap<>();
  private final Set<String> calls = ConcurrentHashMap.newKeySet();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<double[]> alive = new ArrayList<>();
  private final List<double[]> resident = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private volatile boolean over;
  private volatile long longestStall;
  private long started;
  private int restarts;
  private int kills;

  Soak(Path root, Path classes, long seed) throws IOException, InterruptedException {
    random = new Random(seed);
    upstreams =
        List.of(
            new Upstream("one", 0, 0.6, seed + 1),
            new Upstream("two", 0, 0.6, seed + 2),
            new Upstream("three", 0, 0.75, seed + 3));
    String configuration =
        CONFIGURATION.formatted(
            upstreams.get(0).port(),
            upstreams.get(1).port(),
            upstreams.get(2).port(),
            System.getProperty("java.home"),
            classes,
            seed);
    gateway = new Gateway(root, configuration);
  }

  public static void main(String[] arguments) throws Exception {
    double minutes = Double.parseDouble(arguments[2]);
    int rate = Integer.parseInt(arguments[3]);
    long seed = arguments[4].isEmpty() ? System.nanoTime() : Long.parseLong(arguments[4]);
    System.out.printf(
        Locale.ROOT,
        "bench/soak %s %d %d: processors %d, %s%n",
        arguments[2],
        rate,
        seed,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
    Soak soak = new Soak(Path.of(arguments[0]), Path.of(arguments[1]), seed);
    boolean held;
    try {
      held = soak.run(minutes, rate);
    } finally {
      soak.gateway.process.destroyForcibly();
    }
    System.exit(held ? 0 : 1);
  }

  private boolean run(double minutes, int rate) throws Exception {
    long filesBefore = gateway.openFiles();
    long seconds = Math.round(minutes * 60);
    long every = seconds < 300 ? 5 : 10;
    Thread mischief = Thread.ofPlatform().daemon().start(this::makeMischief);
    Thread sampler = Thread.ofPlatform().daemon().start(() -> sample(every, seconds));
    Thread.ofPlatform().daemon().start(this::watchTheMachine);
    call(seconds, rate);
    over = true;
    mischief.join();
    sampler.join();
    upstreams.forEach(Upstream::behave);
    checkRest(filesBefore);
    stop();
    checkCalls();
    checkReceipts();
    checkMemory(seconds);
    print(seconds);
    return broken.isEmpty();
  }

  /// Open-loop load: a call that takes long holds up no other.
  private void call(long seconds, int rate) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      long number = ++started;
      Client client =
          new Client(
              gateway.port,
              number,
              USE_CASES[random.nextInt(USE_CASES.length)],
              new Random(random.nextLong()),
              DEADLINE_MILLIS);
      underWay.incrementAndGet();
      Thread.ofVirtual().start(() -> tally(client.run()));
      long due = start + started * 1_000_000_000L / rate;
      long early = due - System.nanoTime();
      if (early > 0) {
        Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
      }
    }
    for (int i = 0; underWay.get() > 0 && i < DEADLINE_MILLIS * 2 / 10; i++) {
      Thread.sleep(10);
    }
  }

  private void tally(Client.Result result) {
    ends.computeIfAbsent(result.end(), key -> new AtomicLong()).incrementAndGet();
    if (!result.upstream().isEmpty()) {
      servedBy.computeIfAbsent(result.upstream(), key -> new AtomicLong()).incrementAndGet();
    }
    if (!result.call().isEmpty() && !calls.add(result.call())) {
      lost.add("two calls have the identifier " + result.call());
    }
    if (result.end() == Client.End.LOST) {
      lost.add(result.why());
    }
    underWay.decrementAndGet();
  }

  /// Now and then an upstream goes away and comes back, and the engine is killed.
  private void makeMischief() {
    Random dice = new Random(random.nextLong());
    try {
      while (!over) {
        for (int i = 20 + dice.nextInt(40); i > 0 && !over; i--) {
          Thread.sleep(100);
        }
        if (dice.nextInt(3) == 0) {
          kills += killChild() ? 1 : 0;
        } else {
          upstreams.get(dice.nextInt(upstreams.size())).restart(200 + dice.nextInt(2_000));
          restarts++;
        }
      }
    } catch (InterruptedException | IOException stopped) {
      broken.add("the soak itself failed: " + stopped);
    }
  }

  private boolean killChild() {
    return gateway
        .process
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(" Upstream "))
        .findFirst()
        .map(ProcessHandle::destroyForcibly)
        .orElse(false);
  }

  /// How late a thread comes that wants to run every 10 ms: what this machine adds to every figure.
  private void watchTheMachine() {
    long last = System.nanoTime();
    try {
      while (!over) {
        Thread.sleep(10);
        long now = System.nanoTime();
        longestStall = Math.max(longestStall, (now - last) / 1_000_000 - 10);
        last = now;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample(long every, long seconds) {
    long start = System.nanoTime();
    try {
      while (!over) {
        Thread.sleep(every * 1000);
        double at = (System.nanoTime() - start) / 1e9;
        // The first third is for warming up; when the load is over, memory falls.
        if (at > seconds / 3.0 && at < seconds) {
          alive.add(new double[] {at, gateway.alive()});
          resident.add(new double[] {at, gateway.resident()});
        }
      }
    } catch (InterruptedException | IOException stopped) {
      broken.add("the soak itself failed: " + stopped);
    }
  }

  private void promise(boolean kept, String message, Object... values) {
    if (!kept) {
      broken.add(message.formatted(values));
    }
  }

  /// With nobody calling, nothing is under way any more, and what is kept open is given back.
  private void checkRest(long filesBefore) throws IOException, InterruptedException {
    for (int i = 0; i < 500 && (busy() > 0 || gateway.clientConnections() > 0); i++) {
      Thread.sleep(20);
    }
    promise(busy() == 0, "%d upstream requests were not let go", busy());
    promise(
        gateway.clientConnections() == 0,
        "%d connections of clients were not closed",
        gateway.clientConnections());
    long kept = gateway.upstreamConnections();
    // The gateway keeps connections to upstreams for 30 s without a request.
    for (int i = 0; i < 450 && gateway.upstreamConnections() > PROBES; i++) {
      Thread.sleep(100);
    }
    long left = gateway.upstreamConnections() - PROBES;
    promise(left <= 0, "%d connections to upstreams were not closed", left);
    long files = gateway.openFiles();
    promise(files <= filesBefore + 20, "open files grew from %d to %d", filesBefore, files);
    System.out.printf(
        "open files: %d at the start, %d at the end; %d connections to upstreams were kept, and closed%n",
        filesBefore,
        files,
        kept);
  }

  private int busy() {
    return upstreams.stream().mapToInt(upstream -> upstream.busy.get()).sum();
  }

  private void stop() throws InterruptedException {
    promise(gateway.process.isAlive(), "the gateway ended by itself");
    List<ProcessHandle> children = gateway.process.descendants().toList();
    gateway.process.destroy();
    promise(
        gateway.process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS),
        "the gateway did not stop within 20 s");
    for (int i = 0; i < 500 && children.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(10);
    }
    long left = children.stream().filter(ProcessHandle::isAlive).count();
    promise(left == 0, "%d engines outlived the gateway by 5 s", left);
  }

  private void checkCalls() throws IOException {
    promise(lost.isEmpty(), "%d calls were lost", lost.size());
    promise(underWay.get() == 0, "%d calls never ended", underWay.get());
    long wholes = count(Client.End.WHOLE);
    promise(wholes > started / 4, "only %d of %d calls got an answer", wholes, started);
    for (String word : new String[] {"SEVERE", "unexpectedly", "OutOfMemory", "NullPointer", "LEAK"}) {
      promise(!gateway.log().contains(word), "the log says '%s'", word);
    }
  }

  private long count(Client.End end) {
    return ends.getOrDefault(end, new AtomicLong()).get();
  }

  /// One line a call, for those too whose client left.
  private void checkReceipts() throws IOException {
    Pattern id = Pattern.compile("\"call\":\"(call-[0-9a-f]+)\"");
    Set<String> receipts = new HashSet<>();
    int lines = 0;
    for (String line : gateway.receipts()) {
      Matcher call = id.matcher(line);
      promise(call.find() && receipts.add(call.group(1)), "a receipt stands twice: %s", line);
      lines++;
    }
    promise(lines == started, "%d calls, but %d receipts", started, lines);
    long missing = calls.stream().filter(call -> !receipts.contains(call)).count();
    promise(missing == 0, "%d calls whose identifier clients saw have no receipt", missing);
  }

  /// Resident memory goes on growing for minutes while code is compiled, so a short run only states it.
  private void checkMemory(long seconds) {
    if (alive.size() < 5) {
      System.out.println("memory: too few samples to judge");
      return;
    }
    report("alive on the heap", Slope.of(alive), 0.10);
    report("resident", Slope.of(resident), seconds < 300 ? Double.POSITIVE_INFINITY : 0.20);
  }

  private void report(String what, Slope slope, double share) {
    System.out.printf(
        Locale.ROOT,
        "%s: mean %.1f MB, slope %+.2f [%+.2f, %+.2f] MB in ten minutes, n = %d%n",
        what,
        slope.mean(),
        slope.perSecond() * 600,
        slope.least() * 600,
        slope.most() * 600,
        slope.n());
    promise(!slope.rises(share), "memory is not flat: %s", what);
  }

  private void print(long seconds) {
    System.out.printf(
        Locale.ROOT,
        "calls: %d in %d s; load average %.1f, the machine stalled for up to %d ms%n",
        started,
        seconds,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        longestStall);
    for (Client.End end : Client.End.values()) {
      System.out.printf(
          Locale.ROOT,
          "  %-13s %8d  %5.1f %%%n",
          end.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          count(end),
          100.0 * count(end) / started);
    }
    System.out.println("whole answers by upstream: " + new TreeMap<>(servedBy));
    System.out.printf("restarts of upstreams: %d, kills of the engine: %d%n", restarts, kills);
    Map<Misdeed, Long> misdeeds = new TreeMap<>();
    for (Upstream upstream : upstreams) {
      upstream.done.forEach((misdeed, times) -> misdeeds.merge(misdeed, times.get(), Long::sum));
    }
    System.out.println("what upstreams did: " + misdeeds);
    lost.stream().limit(20).forEach(why -> System.out.println("LOST: " + why));
    if (broken.isEmpty()) {
      System.out.println("All promises held.");
    } else {
      broken.forEach(promise -> System.out.println("BROKEN: " + promise));
      System.out.println("The gateway's log: " + gateway.folder.resolve("out.log"));
    }
  }
}
