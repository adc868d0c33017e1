package dev.polder.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the admin API answers.
record AdminAnswer(int status, JsonNode body) {
  /// The one form of all its errors.
  static AdminAnswer error(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("message", message);
    return new AdminAnswer(status, body);
  }
}
