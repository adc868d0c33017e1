package dev.polder.evals.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.model.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A log's lines of results as JSON, both ways. docs/reference/eval-runs.md describes them.
final class ResultJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ResultJson() {}

  static byte[] write(Result result) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      write(result.trial(), json);
      switch (result) {
        case Result.Scored scored -> {
          write(scored.scores(), json);
          json.writeFieldName("answer");
          write(scored.response(), json);
        }
        case Result.Unanswered unanswered -> json.writeStringField("error", unanswered.reason());
      }
      write(result.spent(), json);
      if (!result.faults().isEmpty()) {
        json.writeArrayFieldStart("faults");
        for (String fault : result.faults()) {
          json.writeString(fault);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(Trial trial, JsonGenerator json) throws IOException {
    json.writeNumberField("i", trial.number());
    json.writeNumberField("epoch", trial.epoch());
    json.writeStringField("id", trial.sample());
    if (trial.cluster().isPresent()) {
      json.writeStringField("cluster", trial.cluster().get());
    }
    if (!trial.tags().isEmpty()) {
      json.writeArrayFieldStart("tags");
      for (String tag : trial.tags().stream().sorted().toList()) {
        json.writeString(tag);
      }
      json.writeEndArray();
    }
    if (trial.weight() != 1) {
      json.writeNumberField("weight", trial.weight());
    }
  }

  private static void write(List<Score> scores, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("scores");
    for (Score score : scores) {
      json.writeObjectFieldStart(score.scorer());
      json.writeNumberField("value", score.value());
      if (!score.explanation().isEmpty()) {
        json.writeStringField("why", score.explanation());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  static void write(Response response, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("text", response.text());
    if (!response.toolCalls().isEmpty()) {
      json.writeArrayFieldStart("tool_calls");
      for (ToolCall call : response.toolCalls()) {
        json.writeStartObject();
        json.writeStringField("name", call.name());
        json.writeStringField("arguments", call.arguments());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeStringField("finish", response.finishReason());
    json.writeEndObject();
  }

  private static void write(Spent spent, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("spent");
    json.writeNumberField("input", spent.usage().inputTokens());
    json.writeNumberField("output", spent.usage().outputTokens());
    json.writeNumberField("questions", spent.questions());
    if (spent.cached() > 0) {
      json.writeNumberField("cached", spent.cached());
    }
    json.writeNumberField("ms", Math.round(spent.millis() * 1000) / 1000.0);
    json.writeEndObject();
  }

  /// A result; empty for a line of another kind.
  ///
  /// @throws IOException when the line is not what a log's line is
  static Optional<Result> read(byte[] bytes, int offset, int length) throws IOException {
    try (JsonParser json = FACTORY.createParser(bytes, offset, length)) {
      return new ResultReader(json).read();
    }
  }

  static Response readResponse(JsonParser json) throws IOException {
    String text = "";
    String finish = "";
    List<ToolCall> calls = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "text" -> text = json.getText();
        case "finish" -> finish = json.getText();
        case "tool_calls" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            calls.add(readCall(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    return new Response(text, List.copyOf(calls), finish);
  }

  private static ToolCall readCall(JsonParser json) throws IOException {
    String called = "";
    String arguments = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "name" -> called = json.getText();
        case "arguments" -> arguments = json.getText();
        default -> json.skipChildren();
      }
    }
    return new ToolCall(called, arguments);
  }

  /// Reads one line, field by field.
  private static final class ResultReader {
    private final JsonParser json;
    private int number = -1;
    private int epoch = -1;
    private String sample = "";
    private Optional<String> cluster = Optional.empty();
    private Set<String> tags = Set.of();
    private double weight = 1;
    private List<Score> scores = List.of();
    private Optional<Response> response = Optional.empty();
    private Optional<String> error = Optional.empty();
    private Spent spent = Spent.NOTHING;
    private List<String> faults = List.of();

    ResultReader(JsonParser json) {
      this.json = json;
    }

    Optional<Result> read() throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      JsonToken token = json.nextToken();
      for (; token == JsonToken.FIELD_NAME; token = json.nextToken()) {
        field(json.currentName());
      }
      if (token != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw new IOException("it does not end where its object ends");
      }
      if (number < 0 && error.isEmpty() && response.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(result());
    }

    private Result result() throws IOException {
      if (number < 0 || epoch < 0 || sample.isEmpty()) {
        throw new IOException("it does not say which sample it is about");
      }
      Trial trial = new Trial(number, epoch, sample, cluster, tags, weight);
      if (error.isPresent()) {
        return new Result.Unanswered(trial, error.get(), spent, faults);
      }
      return new Result.Scored(
          trial,
          scores,
          response.orElseThrow(() -> new IOException("it has neither answer nor error")),
          spent,
          faults);
    }

    private void field(String name) throws IOException {
      JsonToken token = json.nextToken();
      switch (name) {
        case "i" -> number = json.getIntValue();
        case "epoch" -> epoch = json.getIntValue();
        case "id" -> sample = json.getText();
        case "cluster" -> cluster = Optional.of(json.getText());
        case "tags" -> tags = new LinkedHashSet<>(texts());
        case "weight" -> weight = json.getDoubleValue();
        case "scores" -> scores = scores();
        case "answer" -> response = Optional.of(readResponse(json));
        case "error" -> error = Optional.of(json.getText());
        case "spent" -> spent = spent();
        case "faults" -> faults = texts();
        default -> {
          if (token.isStructStart()) {
            json.skipChildren();
          }
        }
      }
    }

    private List<String> texts() throws IOException {
      List<String> texts = new ArrayList<>();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        texts.add(json.getText());
      }
      return texts;
    }

    private List<Score> scores() throws IOException {
      List<Score> all = new ArrayList<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String scorer = json.currentName();
        double value = 0;
        String why = "";
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          switch (name) {
            case "value" -> value = json.getDoubleValue();
            case "why" -> why = json.getText();
            default -> json.skipChildren();
          }
        }
        all.add(new Score(scorer, value, why));
      }
      return all;
    }

    private Spent spent() throws IOException {
      long input = 0;
      long output = 0;
      int questions = 0;
      int cached = 0;
      double millis = 0;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "input" -> input = json.getLongValue();
          case "output" -> output = json.getLongValue();
          case "questions" -> questions = json.getIntValue();
          case "cached" -> cached = json.getIntValue();
          case "ms" -> millis = json.getDoubleValue();
          default -> json.skipChildren();
        }
      }
      return new Spent(new Usage(input, output), questions, cached, millis);
    }
  }
}
