package dev.polder.engine.chat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A family of chat templates, with what one model's template chose within it.
public sealed interface ChatTemplate permits ChatMl, Llama3, Mistral, Gemma, Phi {
  /// The families that are rendered, in words for people.
  String FAMILIES = "ChatML, Llama 3, Mistral, Gemma, Phi";

  /// Renders a conversation and the beginning of the assistant's answer.
  ///
  /// @param messages at least one
  /// @param today the date for templates that tell it to the model
  /// @throws ConversationFault when the template does not allow these messages
  Prompt render(List<ChatMessage> messages, LocalDate today);

  /// The family's name, for example `ChatML`.
  String family();

  /// Recognises a template by its own markers.
  ///
  /// @param beginToken what `bos_token` stands for; "" for none
  /// @param endToken what `eos_token` stands for; "" for none
  /// @throws TemplateFault when no family fits, or when the template has a marker or a part that
  ///   its family is not known to have: rendering it nearly right would make answers quietly worse
  static ChatTemplate recognise(String jinja, String beginToken, String endToken) {
    TemplateText template = new TemplateText(jinja, beginToken, endToken);
    List<ChatTemplate> fitting = new ArrayList<>();
    ChatMl.in(template).ifPresent(fitting::add);
    Llama3.in(template).ifPresent(fitting::add);
    Mistral.in(template).ifPresent(fitting::add);
    Gemma.in(template).ifPresent(fitting::add);
    Phi.in(template).ifPresent(fitting::add);
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    throw new TemplateFault(
        "has a chat template of %s, with the markers %s. Known families: %s."
            .formatted(
                lookAlike(template)
                    .map(name -> "the family '" + name + "', which is not rendered")
                    .orElse("no known family"),
                template.markers(),
                FAMILIES));
  }

  /// The name of a family that is recognised only to be refused by it.
  private static Optional<String> lookAlike(TemplateText template) {
    Map<String, List<String>> refused = new LinkedHashMap<>();
    refused.put("Phi-4 with <|im_sep|>", List.of("<|im_sep|>"));
    refused.put("Command R", List.of("<|START_OF_TURN_TOKEN|>"));
    refused.put("Llama 2", List.of("[INST]", "<<SYS>>"));
    refused.put("Granite", List.of("<|start_of_role|>"));
    refused.put("Zephyr", List.of("<|user|>", "<|assistant|>", "eos_token"));
    refused.put("Vicuna", List.of("USER:", "ASSISTANT:"));
    refused.put("DeepSeek", List.of("User:", "Assistant:"));
    return refused.entrySet().stream()
        .filter(entry -> template.has(entry.getValue().toArray(String[]::new)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// Refuses conversations in which not every second message, the first included, is the user's.
  static void demandTurns(String family, List<ChatMessage> messages) {
    for (int i = 0; i < messages.size(); i++) {
      ChatMessage message = messages.get(i);
      if (message.is(ChatMessage.Role.USER) != (i % 2 == 0)) {
        throw new ConversationFault(
            "Message %d after the system message is from '%s': this model's %s template wants user and assistant to take turns, the user first."
                .formatted(i, message.role().text(), family));
      }
    }
  }
}
