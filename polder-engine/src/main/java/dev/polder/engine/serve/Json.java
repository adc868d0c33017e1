package dev.polder.engine.serve;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.engine.decode.SentenceModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/// The JSON documents of OpenAI's dialect that do not belong to one reply.
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String error(ApiError error) {
    ObjectNode root = object();
    ObjectNode body = root.putObject("error");
    body.put("message", error.message());
    body.put("type", error.type());
    putOrNull(body, "param", error.parameter());
    putOrNull(body, "code", error.code());
    return root.toString();
  }

  private static void putOrNull(ObjectNode object, String field, String value) {
    if (value.isEmpty()) {
      object.putNull(field);
    } else {
      object.put(field, value);
    }
  }

  static String health(String model) {
    return object().put("status", "ready").put("model", model).toString();
  }

  static String models(List<String> names, long created) {
    ObjectNode root = object().put("object", "list");
    ArrayNode data = root.putArray("data");
    for (String name : names) {
      data.addObject()
          .put("id", name)
          .put("object", "model")
          .put("created", created)
          .put("owned_by", "polder");
    }
    return root.toString();
  }

  static String embeddings(SentenceModel.Vectors vectors, boolean base64) {
    ObjectNode root = object().put("object", "list");
    ArrayNode data = root.putArray("data");
    for (int i = 0; i < vectors.vectors().size(); i++) {
      ObjectNode entry = data.addObject().put("object", "embedding").put("index", i);
      putVector(entry, vectors.vectors().get(i), base64);
    }
    root.put("model", SentenceModel.NAME);
    root.putObject("usage")
        .put("prompt_tokens", vectors.tokens())
        .put("total_tokens", vectors.tokens());
    return root.toString();
  }

  private static void putVector(ObjectNode entry, float[] vector, boolean base64) {
    if (base64) {
      ByteBuffer bytes =
          ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      entry.put("embedding", Base64.getEncoder().encodeToString(bytes.array()));
      return;
    }
    ArrayNode numbers = entry.putArray("embedding");
    for (float number : vector) {
      numbers.add(number);
    }
  }
}
