package dev.polder.chart;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Charts that lie in a folder as JSON.
final class Charts {
  static final Path FOLDER = Path.of("src/test/resources/charts");

  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new Jdk8Module()).addMixIn(Chart.class, Kinds.class).build();

  private Charts() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ForestPlot.class, name = "forest"),
    @JsonSubTypes.Type(value = DotPlot.class, name = "dots"),
    @JsonSubTypes.Type(value = Bars.class, name = "bars"),
    @JsonSubTypes.Type(value = StepCurve.class, name = "steps"),
    @JsonSubTypes.Type(value = Lines.class, name = "lines"),
    @JsonSubTypes.Type(value = Histogram.class, name = "histogram")
  })
  private interface Kinds {}

  /// Names of all cases.
  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  static Chart read(String name) throws IOException {
    return JSON.readValue(Files.readString(FOLDER.resolve(name + ".json")), Chart.class);
  }
}
