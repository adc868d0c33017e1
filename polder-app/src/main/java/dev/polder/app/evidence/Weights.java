package dev.polder.app.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Digests of the folders of models that Polder serves itself.
///
/// Reading all of a large model takes seconds a gigabyte, so a digest is kept, in memory and in
/// `weights.json` of the state folder, and holds as long as none of the files has another length or
/// time of change. Any thread may ask; only [#known] belongs where nobody may wait.
public final class Weights {
  private static final Logger LOG = LoggerFactory.getLogger(Weights.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  /// What can make an answer differ: weights, configurations, tokenizers and chat templates. Cards
  /// and samples cannot.
  private static final Set<String> COUNTING =
      Set.of(
          "onnx",
          "onnx_data",
          "data",
          "bin",
          "safetensors",
          "gguf",
          "json",
          "jinja",
          "model",
          "txt");

  private static final int PIECE = 1024 * 1024;

  private final Path kept;
  private final Map<Path, Digested> known = new ConcurrentHashMap<>();

  /// A folder's digest, and how the folder looked when it was made.
  private record Digested(String stamp, String digest) {}

  /// Digests that are kept in a state folder.
  public Weights(Path stateFolder) {
    kept = stateFolder.resolve("weights.json");
    read();
  }

  /// The digest of a folder, if it was worked out since its files last changed.
  ///
  /// @throws IOException when the folder cannot be looked at
  public Optional<String> known(Path folder) throws IOException {
    String stamp = Stamp.of(folder, Weights::counts).text();
    return Optional.ofNullable(known.get(absolute(folder)))
        .filter(digested -> digested.stamp().equals(stamp))
        .map(Digested::digest);
  }

  /// The digest of a folder; works it out where that has not been done. May take long.
  ///
  /// @return `sha256:` and 64 hexadecimal digits
  /// @throws IOException when a file cannot be read
  public String digest(Path folder) throws IOException {
    Optional<String> before = known(folder);
    if (before.isPresent()) {
      return before.get();
    }
    String stamp = Stamp.of(folder, Weights::counts).text();
    String digest = read(folder);
    known.put(absolute(folder), new Digested(stamp, digest));
    keep();
    return digest;
  }

  private static boolean counts(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return COUNTING.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  /// Over the names, lengths and contents of all files that count, in the order of their names.
  private static String read(Path folder) throws IOException {
    MessageDigest digest = sha256();
    byte[] piece = new byte[PIECE];
    for (Path file : Stamp.files(folder, Weights::counts)) {
      byte[] name = folder.relativize(file).toString().replace('\\', '/').getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
      digest.update(name);
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).flip());
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
          digest.update(piece, 0, read);
        }
      }
    }
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java has SHA-256", absent);
    }
  }

  private void read() {
    if (Files.notExists(kept)) {
      return;
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(kept));
      if (root.path("version").asInt() == VERSION) {
        root.path("folders")
            .properties()
            .forEach(folder ->
                known.put(
                    Path.of(folder.getKey()),
                    new Digested(
                        folder.getValue().path("stamp").asText(),
                        folder.getValue().path("digest").asText())));
      }
    } catch (IOException | RuntimeException damaged) {
      LOG.warn("'{}' cannot be read; digests of models are worked out anew.", kept);
    }
  }

  /// Under another name first: a half-written file is never seen. What cannot be kept is worked out
  /// again after the next start.
  private synchronized void keep() {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    ObjectNode folders = root.putObject("folders");
    known.forEach((folder, digested) ->
        folders
            .putObject(folder.toString())
            .put("stamp", digested.stamp())
            .put("digest", digested.digest()));
    try {
      Files.createDirectories(kept.toAbsolutePath().getParent());
      Path beside = Files.createTempFile(kept.toAbsolutePath().getParent(), "weights", ".new");
      Files.write(beside, JSON.writeValueAsBytes(root));
      Files.move(beside, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      LOG.debug("'{}' cannot be written: {}", kept, unwritable.toString());
    }
  }
}
