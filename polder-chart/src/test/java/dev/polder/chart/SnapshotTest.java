package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each chart of the folder `charts` is drawn as the picture that lies beside it.
///
/// A new case is `NAME.json`; its picture is made by `-Dpolder.snapshots=write`, and looked at
/// before it is committed.
class SnapshotTest {
  static List<String> names() throws IOException {
    return Charts.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void drawsTheSamePictureAsBefore(String name) throws IOException {
    Path file = Charts.FOLDER.resolve(name + ".svg");
    String svg = Charts.read(name).svg();
    if (System.getProperty("polder.snapshots", "compare").equals("write")) {
      Files.writeString(file, svg);
    }
    if (!Files.exists(file)) {
      Assertions.fail(file + " is missing; -Dpolder.snapshots=write makes it. Look at it then.");
    }
    assertThat(svg).isEqualTo(Files.readString(file));
  }
}
