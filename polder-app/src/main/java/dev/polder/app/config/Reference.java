package dev.polder.app.config;

import dev.polder.app.config.bind.JsonSchema;
import dev.polder.app.config.bind.ReferenceTables;
import dev.polder.app.config.file.PolderYaml;
import dev.polder.app.config.file.Values;
import java.util.Map;

/// What `polder.yaml` may hold, told by the records that read it.
public final class Reference {
  private Reference() {}

  /// A JSON Schema, for editors.
  public static String schema() {
    return JsonSchema.of(PolderYaml.class, Values.shapes(), "polder.yaml");
  }

  /// Tables in Markdown: `file`, and one for each section that holds entries.
  public static Map<String, String> tables() {
    return ReferenceTables.of(PolderYaml.class, Values.shapes());
  }
}
