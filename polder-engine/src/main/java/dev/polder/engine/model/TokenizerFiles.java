package dev.polder.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The tokenizer of a model folder: where it lies, and what its configuration says.
///
/// @param vocabulary the path of `tokenizer.json`
/// @param chatTemplate the Jinja text of the chat template
/// @param templateFile the file that holds the template
/// @param beginToken the text of the token that begins a sequence; "" when there is none
/// @param endToken the text of the token that ends a sequence; "" when there is none
public record TokenizerFiles(
    Path vocabulary, String chatTemplate, Path templateFile, String beginToken, String endToken) {
  private static final String TEMPLATE_FILE = "chat_template.jinja";

  static TokenizerFiles read(Path folder, JsonFile config) {
    Path separate = folder.resolve(TEMPLATE_FILE);
    boolean apart = Files.isRegularFile(separate);
    return new TokenizerFiles(
        folder.resolve("tokenizer.json"),
        apart ? textOf(separate) : template(config),
        apart ? separate : config.path(),
        config.text("bos_token"),
        config.text("eos_token"));
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ModelFault(
          ModelFault.Kind.CORRUPT,
          file,
          "cannot be read as UTF-8: " + e,
          "Copy it again from where the model came from.",
          e);
    }
  }

  private static String template(JsonFile config) {
    JsonNode template = config.root().path("chat_template");
    if (template.isTextual() && !template.asText().isBlank()) {
      return template.asText();
    }
    for (JsonNode named : template) {
      if (named.path("name").asText().equals("default")) {
        return named.path("template").asText();
      }
    }
    throw new ModelFault(
        ModelFault.Kind.UNFIT,
        config.path(),
        "has no 'chat_template', and there is no " + TEMPLATE_FILE + " beside it.",
        "Use an instruction-tuned model, or add the template that it was trained with.");
  }
}
