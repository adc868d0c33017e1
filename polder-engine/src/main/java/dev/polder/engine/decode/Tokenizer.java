package dev.polder.engine.decode;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.engine.chat.Prompt;
import dev.polder.engine.model.ModelFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Turns prompts into tokens and tokens into text, as `transformers` does with the same files.
///
/// Safe for use by several threads; close it after the last use.
final class Tokenizer implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Map<String, String> PLAIN =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final SpecialTokens specials;
  private final boolean prependsBlank;
  private final int size;

  private Tokenizer(
      HuggingFaceTokenizer tokenizer, SpecialTokens specials, boolean prependsBlank, int size) {
    this.tokenizer = tokenizer;
    this.specials = specials;
    this.prependsBlank = prependsBlank;
    this.size = size;
  }

  /// Loads `tokenizer.json`.
  ///
  /// @param markers what the chat template writes, so that no text can name it
  /// @throws ModelFault when the file is no tokenizer
  static Tokenizer load(Path file, Set<String> markers) {
    try {
      if (!(MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode description)) {
        throw corrupt(file, "is no JSON object.", new IOException("no object"));
      }
      int size = size(description);
      SpecialTokens specials = SpecialTokens.hideIn(description, markers);
      boolean prependsBlank = freePrefix(description.path("pre_tokenizer"));
      description.putNull("post_processor").putNull("truncation").putNull("padding");
      return new Tokenizer(
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(MAPPER.writeValueAsBytes(description)), PLAIN),
          specials,
          prependsBlank,
          size);
    } catch (JsonProcessingException e) {
      throw corrupt(file, "is not JSON: " + e.getOriginalMessage() + ".", e);
    } catch (IOException e) {
      throw corrupt(file, "cannot be read: " + e + ".", e);
    } catch (ModelFault e) {
      throw e;
    } catch (RuntimeException e) {
      // The native library has no exception type of its own.
      throw corrupt(file, "is no tokenizer: " + e.getMessage() + ".", e);
    }
  }

  private static ModelFault corrupt(Path file, String fault, Exception cause) {
    return new ModelFault(
        ModelFault.Kind.CORRUPT,
        file,
        fault,
        "Copy it again from where the model came from.",
        cause);
  }

  /// One more than the highest token.
  int size() {
    return size;
  }

  private static int size(JsonNode description) {
    int most = -1;
    JsonNode vocabulary = description.path("model").path("vocab");
    if (vocabulary.isArray()) {
      most = vocabulary.size() - 1;
    } else {
      for (Iterator<JsonNode> ids = vocabulary.elements(); ids.hasNext(); ) {
        most = Math.max(most, ids.next().asInt(-1));
      }
    }
    for (JsonNode token : description.path("added_tokens")) {
      most = Math.max(most, token.path("id").asInt(-1));
    }
    return most + 1;
  }

  /// A blank that is put before the first word of a sequence only would be put before the first
  /// word after every marker, as we tokenize the parts one by one. So it is taken out here and put
  /// in by [#encode] where it belongs.
  private static boolean freePrefix(JsonNode preTokenizer) {
    boolean found = false;
    if (preTokenizer instanceof ObjectNode one
        && one.path("prepend_scheme").asText().equals("first")) {
      one.put("prepend_scheme", "never");
      found = true;
    }
    for (JsonNode part : preTokenizer.path("pretokenizers")) {
      found |= freePrefix(part);
    }
    return found;
  }

  /// The tokens of a prompt. Its markers become special tokens, its text never does.
  int[] encode(Prompt prompt) {
    List<Prompt.Piece> pieces = joined(prompt);
    IntStream.Builder ids = IntStream.builder();
    for (int i = 0; i < pieces.size(); i++) {
      switch (pieces.get(i)) {
        case Prompt.Marker marker -> ids.add(specials.named(marker.value()).id());
        case Prompt.Text text -> {
          String bare = stripped(text.value(), pieces, i);
          boolean blank = i == 0 && prependsBlank && !bare.startsWith(" ");
          for (long id : encode(blank ? " " + bare : bare)) {
            ids.add((int) id);
          }
        }
      }
    }
    return ids.build().toArray();
  }

  private long[] encode(String text) {
    return text.isEmpty() ? new long[0] : tokenizer.encode(text, false, false).getIds();
  }

  /// The pieces with neighbouring texts joined; markers that the tokenizer does not know are text.
  private List<Prompt.Piece> joined(Prompt prompt) {
    List<Prompt.Piece> joined = new ArrayList<>();
    for (Prompt.Piece piece : prompt.pieces()) {
      if (piece instanceof Prompt.Marker && specials.knows(piece.value())) {
        joined.add(piece);
      } else if (!joined.isEmpty() && joined.getLast() instanceof Prompt.Text before) {
        joined.set(joined.size() - 1, new Prompt.Text(before.value() + piece.value()));
      } else {
        joined.add(new Prompt.Text(piece.value()));
      }
    }
    return joined;
  }

  private String stripped(String text, List<Prompt.Piece> pieces, int index) {
    String stripped = text;
    if (index > 0 && specials.named(pieces.get(index - 1).value()).stripsRight()) {
      int start = 0;
      while (start < stripped.length() && isSpace(stripped.charAt(start))) {
        start++;
      }
      stripped = stripped.substring(start);
    }
    if (index + 1 < pieces.size() && specials.named(pieces.get(index + 1).value()).stripsLeft()) {
      int end = stripped.length();
      while (end > 0 && isSpace(stripped.charAt(end - 1))) {
        end--;
      }
      stripped = stripped.substring(0, end);
    }
    return stripped;
  }

  /// Unicode's White_Space, which the native tokenizer means.
  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }

  /// Whether a token is left out of texts.
  boolean hides(int token) {
    return specials.hides(token);
  }

  /// The text of tokens, with U+FFFD for bytes that are no character.
  String decode(List<Integer> tokens) {
    if (tokens.isEmpty()) {
      return "";
    }
    return specials.revealed(
        tokenizer.decode(tokens.stream().mapToLong(Integer::longValue).toArray(), false));
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
