package dev.polder.app.evidence;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Findings in a JSON file, as they are carried from the machine that measured to the gateways.
///
/// The file tells what was found, not what was answered: it holds no text of a sample or an answer.
/// Each finding carries its id, a digest over what it says, so that a slip in transit is noticed.
/// That is no signature: whoever may import is trusted.
public final class CarriedFindings {
  private static final String FORM = "polder-findings";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = new JsonMapper();

  private CarriedFindings() {}

  /// Writes a file, or leaves the one that is there as it was.
  ///
  /// @throws IOException when it cannot be written; the message says what to do
  public static void write(Path file, Known known) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("form", FORM).put("version", VERSION);
    ArrayNode findings = root.putArray("findings");
    known.findings().stream().map(FindingJson::of).forEach(findings::add);
    ArrayNode doubts = root.putArray("doubts");
    known.doubts().stream().map(FindingJson::of).forEach(doubts::add);
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(beside, JSON.writer(printer).writeValueAsString(root) + "\n");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new IOException(
          "'%s' cannot be written (%s). Name a file in a folder that you may write to."
              .formatted(file, unwritable.getClass().getSimpleName()),
          unwritable);
    }
  }

  /// Reads all of a file.
  ///
  /// @throws IOException when anything in it is wrong, and then nothing of it counts; the message
  ///   says where, what, and what to do
  public static Known read(Path file) throws IOException {
    Fields root = root(file);
    if (!root.object().path("form").asText().equals(FORM)) {
      throw new IOException(
          "'%s' holds no findings. Name a file that 'polder evidence export' wrote."
              .formatted(file));
    }
    if (root.whole("version") != VERSION) {
      throw new IOException(
          "'%s' has version %d of its form; this Polder knows %d. Export it with this one's version of Polder, or import it with the other's."
              .formatted(file, root.whole("version"), VERSION));
    }
    try {
      List<Finding> findings = new ArrayList<>();
      for (Fields fields : root.parts("findings")) {
        findings.add(FindingReader.finding(fields));
      }
      List<Doubt> doubts = new ArrayList<>();
      for (Fields fields : root.parts("doubts")) {
        doubts.add(FindingReader.doubt(fields));
      }
      return new Known(findings, doubts);
    } catch (IOException wrong) {
      throw new IOException(
          "Nothing of '%s' was used. %s. Export it again where it was measured."
              .formatted(file, String.valueOf(wrong.getMessage()).replaceFirst("\\.$", "")),
          wrong);
    }
  }

  private static Fields root(Path file) throws IOException {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      return Fields.of(root, "the file");
    } catch (NoSuchFileException absent) {
      throw new IOException("There is no file '%s'.".formatted(file), absent);
    } catch (JacksonException noJson) {
      throw new IOException(
          "'%s' is no JSON (line %d). Export it again where it was measured."
              .formatted(file, noJson.getLocation() == null ? 1 : noJson.getLocation().getLineNr()),
          noJson);
    }
  }
}
