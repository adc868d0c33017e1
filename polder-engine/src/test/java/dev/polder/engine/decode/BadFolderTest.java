package dev.polder.engine.decode;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.engine.model.ModelFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each way to spoil a folder gives an error that names the file and the fault.
class BadFolderTest {
  @TempDir private Path temporary;

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void namesFileAndFault(String file, String fault, Consumer<Path> spoil) {
    // Given
    Path folder = Fixtures.copy("chatml", temporary.resolve("model"));
    spoil.accept(folder.resolve(file));

    // When, Then
    assertThatThrownBy(() -> Fixtures.load(folder))
        .isInstanceOf(ModelFault.class)
        .hasMessageContaining("File '" + folder.resolve(file) + "' ")
        .hasMessageContaining(fault)
        .hasMessageMatching("(?s)[^\n]*\\. [A-Z][^\n]*\\.");
  }

  static Stream<Arguments> namesFileAndFault() {
    return Stream.of(
        fault("config.json", "is missing", BadFolderTest::delete),
        fault("generation_config.json", "is missing", BadFolderTest::delete),
        fault("tokenizer.json", "is missing", BadFolderTest::delete),
        fault("tokenizer_config.json", "is missing", BadFolderTest::delete),
        fault("model.onnx", "is missing", BadFolderTest::delete),
        fault("config.json", "is empty", file -> write(file, "")),
        fault("tokenizer.json", "is empty", file -> write(file, "")),
        fault("model.onnx", "is empty", file -> write(file, "")),
        fault("config.json", "is not JSON: line 1", file -> write(file, "{garbage")),
        fault("config.json", "ARRAY where an object", file -> write(file, "[]")),
        fault("generation_config.json", "is not JSON", file -> write(file, "\u0000\u0001")),
        fault("tokenizer_config.json", "is not JSON", file -> write(file, "<html>")),
        fault("tokenizer.json", "is not JSON", file -> write(file, "{\"model\":")),
        fault("tokenizer.json", "is no tokenizer", file -> write(file, "{\"model\":{}}")),
        fault("model.onnx", "cannot be loaded by ONNX Runtime", file -> write(file, "no graph")),
        fault("model.onnx", "cannot be loaded by ONNX Runtime", BadFolderTest::truncate),
        fault("model.onnx", "is no decoder with past key values", BadFolderTest::encoder),
        fault(
            "model.onnx",
            "wants the inputs [pixel_values]",
            file -> OnnxInput.append(file, "pixel_values", OnnxInput.FLOAT, 1)),
        fault(
            "model.onnx",
            "has 'past_key_values.9.key' as a FLOAT16 tensor where float32",
            file -> OnnxInput.append(file, "past_key_values.9.key", OnnxInput.FLOAT16, 1, 2, 1, 8)),
        fault(
            "model.onnx",
            "has no output 'present.9.key'",
            file -> OnnxInput.append(file, "past_key_values.9.key", OnnxInput.FLOAT, 1, 2, 1, 8)),
        fault(
            "config.json",
            "'BertModel', which is no decoder",
            file -> replace(file, "Qwen2ForCausalLM", "BertModel")),
        fault(
            "config.json",
            "has 'vocab_size': \"many\" where a whole number",
            file -> replace(file, "\"vocab_size\": 448", "\"vocab_size\": \"many\"")),
        fault(
            "config.json",
            "lacks 'max_position_embeddings'",
            file -> replace(file, "max_position_embeddings", "renamed")),
        fault(
            "generation_config.json",
            "has 'top_p': 8 where a number above 0 and at most 1",
            file -> replace(file, "0.8", "8")),
        fault(
            "tokenizer_config.json",
            "has no 'chat_template'",
            file -> replace(file, "chat_template", "renamed")),
        fault(
            "tokenizer_config.json",
            "has a chat template of no known family",
            file -> replace(file, "<|im_start|>", "<|begin_turn|>")),
        fault(
            "tokenizer.json",
            "knows 9420 tokens, and model.onnx gives 448 logits",
            file -> replace(file, "\"id\":418", "\"id\":9419")),
        fault(
            "model.onnx",
            "gives 448 logits, and config.json has 'vocab_size': 512",
            file -> replace(file.resolveSibling("config.json"), "448", "512")));
  }

  @Test
  void saysThatALookAlikeOfAFamilyIsNotRendered() {
    // Given
    Path folder = Fixtures.copy("chatml", temporary.resolve("model"));
    replace(folder.resolve("tokenizer_config.json"), "<|im_end|>", "<|im_end|><|im_sep|>");

    // When, Then
    assertThatThrownBy(() -> Fixtures.load(folder))
        .hasMessageContaining("Phi-4 with <|im_sep|>")
        .hasMessageContaining("Known families: ChatML");
  }

  @Test
  void saysThatAnEncoderIsNoDecoderBeforeItMissesADecodersFiles() {
    assertThatThrownBy(() -> Fixtures.load(Fixtures.folder("not-a-decoder")))
        .hasMessageContaining("'BertModel', which is no decoder");
  }

  @Test
  void namesAllMissingFilesAtOnce() throws IOException {
    // Given
    Path folder = Files.createDirectory(temporary.resolve("empty"));

    // When, Then
    assertThatThrownBy(() -> Fixtures.load(folder))
        .message()
        .contains("config.json", "generation_config.json", "tokenizer.json", "model.onnx")
        .hasLineCount(5);
  }

  @Test
  void saysThatThereIsNoFolder() {
    assertThatThrownBy(() -> Fixtures.load(temporary.resolve("nowhere")))
        .hasMessageContaining("nowhere' is no folder.");
  }

  @Test
  void listsTheGraphsWhenNoneIsTheOne() throws IOException {
    // Given
    Path folder = Fixtures.copy("chatml", temporary.resolve("model"));
    Files.createDirectory(folder.resolve("onnx"));
    Files.copy(folder.resolve("model.onnx"), folder.resolve("onnx/model_q4.onnx"));
    Files.move(folder.resolve("model.onnx"), folder.resolve("onnx/model_q8.onnx"));

    // When, Then
    assertThatThrownBy(() -> Fixtures.load(folder))
        .hasMessageContaining("onnx/model_q4.onnx, onnx/model_q8.onnx");
  }

  private static Arguments fault(String file, String fault, Consumer<Path> spoil) {
    return Arguments.of(file, fault, spoil);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(Path file, String part, String by) {
    try {
      String text = Files.readString(file);
      if (!text.contains(part)) {
        throw new AssertionError(file + " has no " + part);
      }
      Files.writeString(file, text.replace(part, by));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void truncate(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void encoder(Path file) {
    try {
      Path encoder = Fixtures.folder("not-a-decoder").resolve("model.onnx");
      Files.copy(encoder, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
