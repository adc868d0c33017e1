package dev.polder.evals.shadow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.http.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/// A live call that waits to be asked once more.
///
/// @param id the call's
/// @param terms where its data may go
/// @param request the body of a chat as the client sent it
/// @param served the text that the client got
public record Mirrored(String id, Terms terms, Bytes request, String served) {
  private static final int VERSION = 1;

  /// Where data may go, as it was when the call was made: what has been allowed since does not hold
  /// for it.
  ///
  /// @param dataClass its name; `""` for data without a class
  /// @param locations where it may be processed; empty: anywhere
  /// @param controls whose law may reach it; empty: anyone's
  public record Terms(String dataClass, Set<String> locations, Set<String> controls) {
    public Terms {
      locations = Set.copyOf(locations);
      controls = Set.copyOf(controls);
    }
  }

  /// As it waits in a spool.
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.length() + 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(id);
      out.writeUTF(terms.dataClass());
      write(terms.locations(), out);
      write(terms.controls(), out);
      write(request.toArray(), out);
      write(served.getBytes(UTF_8), out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /// What [#bytes] has made.
  ///
  /// @throws IOException when it is of another version
  public static Mirrored of(Bytes bytes) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(bytes.array(), bytes.offset(), bytes.length()))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException("a mirrored call of version " + version);
      }
      String id = in.readUTF();
      Terms terms = new Terms(in.readUTF(), readSet(in), readSet(in));
      return new Mirrored(id, terms, Bytes.of(readBytes(in)), new String(readBytes(in), UTF_8));
    }
  }

  private static void write(Set<String> texts, DataOutputStream out) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static Set<String> readSet(DataInputStream in) throws IOException {
    Set<String> texts = new TreeSet<>();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
