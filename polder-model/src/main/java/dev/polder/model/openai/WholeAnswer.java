package dev.polder.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import dev.polder.model.Usage;
import java.io.IOException;
import java.util.Optional;

/// What an answer in one piece means to a gateway.
///
/// @param answers whether it holds what was asked for: choices, or embeddings
/// @param error whether it reports an error in spite of its status
/// @param finishReason why the last choice ended, or `""`
public record WholeAnswer(
    boolean answers, boolean error, String finishReason, Optional<Usage> usage) {

  /// Reads an answer to its end.
  ///
  /// @throws IOException when it is no complete JSON object
  public static WholeAnswer read(Operation operation, Bytes body) throws IOException {
    String wanted =
        switch (operation) {
          case CHAT -> "choices";
          case EMBEDDINGS -> "data";
        };
    boolean answers = false;
    boolean error = false;
    String finishReason = "";
    Optional<Usage> usage = Optional.empty();
    try (JsonParser json = Json.parse(operation == Operation.CHAT ? Condensed.of(body) : body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        if (name.equals(wanted) && token == JsonToken.START_ARRAY) {
          answers = true;
          finishReason = readElements(json);
        } else if (name.equals("error") && token != JsonToken.VALUE_NULL) {
          error = true;
          json.skipChildren();
        } else if (name.equals("usage")) {
          usage = UsageReader.read(json);
        } else {
          json.skipChildren();
        }
      }
    }
    return new WholeAnswer(answers, error, finishReason, usage);
  }

  private static String readElements(JsonParser json) throws IOException {
    String finishReason = "";
    for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
      if (item != JsonToken.START_OBJECT) {
        json.skipChildren();
        continue;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean finish = json.currentName().equals("finish_reason");
        if (json.nextToken() == JsonToken.VALUE_STRING && finish) {
          finishReason = json.getText();
        }
        json.skipChildren();
      }
    }
    return finishReason;
  }
}
