package dev.polder.engine.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The tokens of a tokenizer that only a template may write, under names that no text can contain.
///
/// The native tokenizer finds special tokens in every text and offers no way to forbid it. So it is
/// given a `tokenizer.json` in which they carry secret names, drawn anew for each process: what
/// people write can then never become one, and all other text becomes the same tokens as before.
final class SpecialTokens {
  private static final Set<String> CONTROLS =
      Set.of("<s>", "</s>", "<unk>", "<pad>", "<mask>", "<bos>", "<eos>", "<cls>", "<sep>");

  private final Map<String, Special> byName = new LinkedHashMap<>();
  private final BitSet hidden = new BitSet();
  private final String secret = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));

  /// A special token.
  ///
  /// @param stripsLeft whether it swallows white space before it
  /// @param stripsRight whether it swallows white space after it
  record Special(int id, String name, String alias, boolean stripsLeft, boolean stripsRight) {}

  /// Renames the special tokens of a tokenizer's description in place.
  ///
  /// @param markers further names that only a template may write
  static SpecialTokens hideIn(ObjectNode tokenizer, Set<String> markers) {
    SpecialTokens specials = new SpecialTokens();
    for (JsonNode token : tokenizer.path("added_tokens")) {
      String name = token.path("content").asText();
      boolean special = token.path("special").asBoolean();
      boolean control = name.startsWith("<|") && name.endsWith("|>");
      if (special || control || markers.contains(name) || CONTROLS.contains(name)) {
        specials.hide((ObjectNode) token, name, special);
      }
    }
    if (tokenizer.get("model") instanceof ObjectNode model) {
      specials.renameIn(model);
    }
    return specials;
  }

  private void hide(ObjectNode token, String name, boolean special) {
    Special hiding =
        new Special(
            token.path("id").asInt(),
            name,
            "\uE000" + secret + byName.size() + "\uE001",
            token.path("lstrip").asBoolean(),
            token.path("rstrip").asBoolean());
    byName.put(name, hiding);
    hidden.set(hiding.id(), special);
    token.put("content", hiding.alias());
  }

  private void renameIn(ObjectNode model) {
    String unknown = model.path("unk_token").asText();
    if (knows(unknown)) {
      model.put("unk_token", named(unknown).alias());
    }
    if (model.get("vocab") instanceof ObjectNode names) {
      byName.values().stream()
          .filter(special -> names.has(special.name()))
          .forEach(special -> names.set(special.alias(), names.remove(special.name())));
    }
    if (model.get("vocab") instanceof ArrayNode scored) {
      for (JsonNode entry : scored) {
        String piece = entry.path(0).asText();
        if (knows(piece)) {
          ((ArrayNode) entry).set(0, named(piece).alias());
        }
      }
    }
  }

  boolean knows(String name) {
    return byName.containsKey(name);
  }

  Special named(String name) {
    Special special = byName.get(name);
    if (special == null) {
      throw new IllegalArgumentException("No special token '" + name + "'.");
    }
    return special;
  }

  /// Whether a token is left out of texts.
  boolean hides(int id) {
    return hidden.get(id);
  }

  /// A decoded text with the secret names replaced by the real ones.
  String revealed(String text) {
    if (!text.contains(secret)) {
      return text;
    }
    String revealed = text;
    for (Special special : byName.values()) {
      revealed = revealed.replace(special.alias(), special.name());
    }
    return revealed;
  }
}
