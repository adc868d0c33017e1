package dev.polder.app.command;

import dev.polder.app.config.Reference;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `polder schema`: prints what editors want to know about `polder.yaml`.
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Print the JSON Schema of polder.yaml, for editors.")
public final class SchemaCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Output.out(spec).print(Reference.schema());
    Output.out(spec).flush();
    return 0;
  }
}
