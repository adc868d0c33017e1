package dev.polder.gateway.ledger;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.polder.model.Usage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends receipts to a file, one JSON object a line.
///
/// A thread of its own writes what has gathered every few milliseconds: waking it for each receipt
/// would cost an event loop more than the receipt itself. When the disk cannot keep up, the queue's
/// bound holds memory flat, and the receipts that find no place are counted and said in the log:
/// the ledger proper will spool instead.
public final class JsonLinesLedger implements Ledger, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JsonLinesLedger.class);

  /// Lines are objects one after the other, with nothing between them that we do not write.
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator("")
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();

  private static final int WAITING_AT_MOST = 50_000;

  /// How long receipts gather; what a crash can lose.
  private static final Duration GATHERING = Duration.ofMillis(20);

  private final BlockingQueue<Optional<Receipt>> waiting =
      new ArrayBlockingQueue<>(WAITING_AT_MOST);
  private final AtomicLong lost = new AtomicLong();
  private final TimeText time = new TimeText();
  private final OutputStream out;
  private final Thread writer;

  /// Opens `file`, with its folders, to append to it.
  ///
  /// @throws IOException when it cannot be written
  public JsonLinesLedger(Path file) throws IOException {
    try {
      out = new BufferedOutputStream(open(file));
    } catch (IOException cannotWrite) {
      throw new IOException(
          "The outcome file '%s' cannot be written (%s: %s). Name another under 'outcomes'."
              .formatted(file, cannotWrite.getClass().getSimpleName(), cannotWrite.getMessage()),
          cannotWrite);
    }
    writer = Thread.ofPlatform().name("polder-ledger").daemon(true).start(this::writeAll);
  }

  private static OutputStream open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public void record(Receipt receipt) {
    if (!waiting.offer(Optional.of(receipt)) && lost.getAndIncrement() == 0) {
      LOG.error("The outcome file cannot keep up: receipts are being lost.");
    }
  }

  private void writeAll() {
    List<Optional<Receipt>> gathered = new ArrayList<>();
    try (out) {
      JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8);
      while (true) {
        gathered.add(waiting.take());
        waiting.drainTo(gathered);
        for (Optional<Receipt> next : gathered) {
          if (next.isEmpty()) {
            json.flush();
            return;
          }
          write(json, next.get());
        }
        gathered.clear();
        json.flush();
        Thread.sleep(GATHERING);
      }
    } catch (IOException full) {
      LOG.error("The outcome file cannot be written any more: {}", full.getMessage());
      boolean closed = gathered.contains(Optional.<Receipt>empty());
      if (!closed) {
        countLost();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void countLost() {
    try {
      while (waiting.take().isPresent()) {
        lost.incrementAndGet();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(JsonGenerator json, Receipt receipt) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", time.of(receipt.arrived()));
    json.writeStringField("call", receipt.call());
    json.writeStringField("key", receipt.key());
    json.writeStringField("use_case", receipt.useCase());
    json.writeStringField("operation", receipt.operation());
    json.writeBooleanField("stream", receipt.stream());
    json.writeStringField("outcome", receipt.outcome());
    json.writeStringField("reason", receipt.reason());
    json.writeStringField("finish_reason", receipt.finishReason());
    writeMillis(json, "first_ms", receipt.untilFirst());
    writeMillis(json, "total_ms", Optional.of(receipt.total()));
    if (!receipt.evidence().isEmpty()) {
      json.writeStringField("evidence", receipt.evidence());
    }
    json.writeArrayFieldStart("attempts");
    for (Receipt.Line attempt : receipt.attempts()) {
      write(json, attempt);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private static void write(JsonGenerator json, Receipt.Line attempt) throws IOException {
    json.writeStartObject();
    json.writeStringField("deployment", attempt.deployment());
    json.writeStringField("provider", attempt.provider());
    json.writeStringField("location", attempt.jurisdiction().location());
    json.writeStringField("control", attempt.jurisdiction().control());
    json.writeStringField("maker", attempt.jurisdiction().maker());
    json.writeStringField("result", attempt.result());
    json.writeNumberField("status", attempt.status());
    json.writeStringField("reason", attempt.reason());
    writeMillis(json, "first_ms", attempt.untilFirst());
    writeMillis(json, "total_ms", Optional.of(attempt.duration()));
    if (attempt.usage().isPresent()) {
      Usage usage = attempt.usage().get();
      json.writeNumberField("input_tokens", usage.inputTokens());
      json.writeNumberField("output_tokens", usage.outputTokens());
    }
    json.writeEndObject();
  }

  private static void writeMillis(JsonGenerator json, String name, Optional<Duration> duration)
      throws IOException {
    if (duration.isPresent()) {
      json.writeNumberField(name, Math.round(duration.get().toNanos() / 10_000.0) / 100.0);
    }
  }

  /// How many receipts have found no place so far.
  public long lost() {
    return lost.get();
  }

  /// Writes what is waiting, then closes the file.
  @Override
  public void close() {
    try {
      waiting.put(Optional.empty());
      writer.join();
      if (lost.get() > 0) {
        LOG.error("{} receipts found no place in the outcome file.", lost.get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
