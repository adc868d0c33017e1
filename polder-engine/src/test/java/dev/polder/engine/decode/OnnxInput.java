package dev.polder.engine.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A further input for an ONNX file: protobuf merges what is appended to a message into it.
final class OnnxInput {
  static final int FLOAT = 1;
  static final int BOOL = 9;
  static final int FLOAT16 = 10;

  private OnnxInput() {}

  /// Appends `graph { input { name, type { tensor_type { elem_type, shape } } } }`.
  static void append(Path model, String name, int elementType, int... shape) {
    byte[] dimensions = {};
    for (int size : shape) {
      dimensions = joined(dimensions, message(1, new byte[] {8, (byte) size}));
    }
    byte[] tensor = joined(new byte[] {8, (byte) elementType}, message(2, dimensions));
    byte[] input =
        joined(message(1, name.getBytes(StandardCharsets.UTF_8)), message(2, message(1, tensor)));
    try {
      Files.write(model, message(7, message(11, input)), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A length-delimited field; lengths here stay below 128.
  private static byte[] message(int field, byte[] content) {
    return joined(new byte[] {(byte) (field << 3 | 2), (byte) content.length}, content);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}
