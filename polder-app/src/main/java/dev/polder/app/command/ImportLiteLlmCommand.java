package dev.polder.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.app.config.litellm.ImportResult;
import dev.polder.app.config.litellm.LiteLlmFile;
import dev.polder.app.config.litellm.Remark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder import litellm FILE`: makes a `polder.yaml` of the configuration of LiteLLM's proxy, and
/// says of every key that could not be taken over why.
@Command(
    name = "litellm",
    mixinStandardHelpOptions = true,
    description = {
      "Make a polder.yaml of LiteLLM's config.yaml.",
      "",
      "The file goes to standard output, or where --output says. What has no counterpart is listed"
          + " on standard error, with its line. Secrets are not copied."
    })
public final class ImportLiteLlmCommand implements Callable<Integer> {
  private static final long LARGEST = 4L * 1024 * 1024;

  @Parameters(paramLabel = "FILE", description = "LiteLLM's config.yaml")
  private Path file = Path.of("config.yaml");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write the file here; one that is there stays, unless --force is given")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--force", description = "let --output replace a file")
  private boolean force;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Optional<String> text = read();
    if (text.isEmpty()) {
      return ExitCode.USAGE;
    }
    Map<String, String> environment = System.getenv();
    return switch (LiteLlmFile.read(text.get(), nameOf(file), environment)) {
      case ImportResult.Imported imported -> write(imported, environment);
      case ImportResult.Nothing nothing -> {
        tell(nothing.remarks());
        String place = nothing.line() > 0 ? file + ":" + nothing.line() : file.toString();
        yield fail(place + ": " + nothing.message(), 1);
      }
    };
  }

  private static String nameOf(Path file) {
    return Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("config.yaml");
  }

  private Optional<String> read() {
    try {
      if (Files.size(file) > LARGEST) {
        fail(file + ": no configuration is longer than 4 MB. Is it another file?", 2);
        return Optional.empty();
      }
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException missing) {
      fail(file + ": There is no such file. Name LiteLLM's config.yaml.", 2);
    } catch (CharacterCodingException notText) {
      fail(file + ": The file is not UTF-8 text.", 2);
    } catch (IOException unreadable) {
      fail("%s: The file cannot be read (%s).".formatted(file, unreadable.getMessage()), 2);
    }
    return Optional.empty();
  }

  private int write(ImportResult.Imported imported, Map<String, String> environment) {
    if (output.isPresent()) {
      OpenOption[] options =
          force
              ? new OpenOption[] {
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE
              }
              : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
      try {
        Files.writeString(output.get(), imported.yaml(), UTF_8, options);
      } catch (FileAlreadyExistsException there) {
        return fail(
            "%s is there already, and was left alone. Name another file, or add --force."
                .formatted(output.get()),
            1);
      } catch (IOException unwritable) {
        return fail(
            "%s cannot be written (%s)."
                .formatted(output.get(), unwritable.getClass().getSimpleName()),
            1);
      }
    } else {
      Output.out(spec).print(imported.yaml());
      Output.out(spec).flush();
    }
    tell(imported.remarks());
    next(imported.variables(), environment);
    return 0;
  }

  private void tell(List<Remark> remarks) {
    PrintWriter err = Output.err(spec);
    remarks.forEach(remark -> err.println(remark.text(file.toString())));
    err.println(Text.count(remarks.size(), "remark") + ".");
    err.flush();
  }

  private void next(List<String> variables, Map<String, String> environment) {
    PrintWriter err = Output.err(spec);
    List<String> unset =
        variables.stream().filter(name -> environment.getOrDefault(name, "").isBlank()).toList();
    if (!unset.isEmpty()) {
      err.println("Not set in this environment: " + String.join(", ", unset) + ".");
    }
    err.println(
        "Then: fill in what is marked with TODO, and 'polder check %s'."
            .formatted(output.map(Path::toString).orElse("polder.yaml")));
    err.flush();
  }

  private int fail(String message, int code) {
    Output.err(spec).println(message);
    Output.err(spec).flush();
    return code;
  }
}
