package dev.polder.model.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.ErrorReport;
import dev.polder.model.dialect.FinishReason;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.TokenUsage;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.dialect.wire.OpenAiErrors;
import java.util.List;

/// The dialect's object `response`, whole or as a stream tells of it, and the items in it.
record ResponseObject(Letterhead letterhead, String model) {

  /// An answer that has begun.
  ObjectNode inProgress() {
    return tree("in_progress", List.of());
  }

  /// An answer that has ended.
  ObjectNode ended(FinishReason reason, List<ObjectNode> output, TokenUsage usage) {
    String incomplete =
        switch (reason) {
          case DONE, STOP_SEQUENCE, TOOLS, PAUSED -> "";
          case OUTPUT_BOUND, CONTEXT_FULL -> "max_output_tokens";
          case DECLINED -> "content_filter";
        };
    ObjectNode response = tree(incomplete.isEmpty() ? "completed" : "incomplete", output);
    if (!incomplete.isEmpty()) {
      response.putObject("incomplete_details").put("reason", incomplete);
    }
    response.set("usage", ResponsesUsage.tree(usage));
    return response;
  }

  /// An answer that has failed.
  ObjectNode failed(ErrorReport error, List<ObjectNode> output) {
    ObjectNode response = tree("failed", output);
    response
        .putObject("error")
        .put("code", error.code().isEmpty() ? OpenAiErrors.type(error.kind()) : error.code())
        .put("message", error.message());
    return response;
  }

  private ObjectNode tree(String status, List<ObjectNode> output) {
    ObjectNode response = Json.object();
    response.put("id", "resp_" + letterhead.id());
    response.put("object", "response");
    response.put("created_at", letterhead.created().getEpochSecond());
    response.put("status", status);
    response.put("background", false);
    response.putNull("error");
    response.putNull("incomplete_details");
    response.putNull("instructions");
    response.putNull("max_output_tokens");
    response.put("model", model);
    response.putArray("output").addAll(output);
    response.put("parallel_tool_calls", true);
    response.putNull("previous_response_id");
    response.putObject("reasoning").putNull("effort").putNull("summary");
    response.put("store", false);
    response.putNull("temperature");
    response.putObject("text").putObject("format").put("type", "text");
    response.put("tool_choice", "auto");
    response.putArray("tools");
    response.putNull("top_p");
    response.put("truncation", "disabled");
    response.putNull("usage");
    response.putNull("user");
    response.putObject("metadata");
    return response;
  }

  /// The id of the item with that number.
  String itemId(Part part, int number) {
    String prefix =
        switch (part) {
          case Part.ToolCall ignored -> "fc_";
          case Part.Reasoning ignored -> "rs_";
          case Part.Text ignored -> "msg_";
          case Part.Refusal ignored -> "msg_";
          case Part.ImageAddress ignored -> "msg_";
          case Part.ImageBytes ignored -> "msg_";
          case Part.ToolResult ignored -> "msg_";
        };
    return prefix + letterhead.id() + "_" + number;
  }

  /// A part as an item of the output; before it is whole, without what is in it.
  ObjectNode item(Part part, int number, boolean whole) {
    ObjectNode item = Json.object();
    item.put("id", itemId(part, number));
    String status = whole ? "completed" : "in_progress";
    switch (part) {
      case Part.ToolCall call -> {
        String arguments = whole && call.arguments().isEmpty() ? "{}" : call.arguments();
        item.put("type", "function_call").put("status", status).put("arguments", arguments);
        item.put("call_id", call.id()).put("name", call.name());
      }
      case Part.Reasoning thought -> {
        item.put("type", "reasoning");
        item.putArray("summary");
        if (!thought.text().isEmpty()) {
          item.withArrayProperty("summary").add(summaryPart(thought.text()));
        }
        if (thought.seal().exists()) {
          item.put("encrypted_content", thought.seal().carriedBy(ResponsesRules.NAME));
        }
      }
      case Part.Text text -> writeMessage(item, status, whole, textPart(text.text()));
      case Part.Refusal declined -> writeMessage(item, status, whole, refusalPart(declined.text()));
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
    return item;
  }

  private static void writeMessage(
      ObjectNode item, String status, boolean whole, ObjectNode content) {
    item.put("type", "message").put("status", status).put("role", "assistant");
    item.putArray("content");
    if (whole) {
      item.withArrayProperty("content").add(content);
    }
  }

  static ObjectNode textPart(String text) {
    ObjectNode part = Json.object().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  static ObjectNode refusalPart(String text) {
    return Json.object().put("type", "refusal").put("refusal", text);
  }

  static ObjectNode summaryPart(String text) {
    return Json.object().put("type", "summary_text").put("text", text);
  }
}
