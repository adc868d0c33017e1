package dev.polder.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.app.config.bind.JsonValue;
import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.UseCaseEntry;
import dev.polder.model.bundle.AnswerSchema;
import dev.polder.model.bundle.BadBundleException;
import dev.polder.model.bundle.Bundle;
import dev.polder.model.bundle.Parameters;
import dev.polder.model.bundle.PromptTemplate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads what use cases say to their candidates, from the file and from the files beside it.
///
/// @param files gets every file that is looked at
record BundlesReader(Set<Path> files) {
  private static final long LARGEST = 1024 * 1024;

  /// Makes one thing of a file's text.
  @FunctionalInterface
  private interface Parser<T> {
    T parse(String text) throws BadBundleException;
  }

  /// The bundles of a use case's candidates, and of who is its shadow, by their names; those that
  /// are told nothing are left out.
  Map<String, Bundle> read(UseCaseEntry entry, Place useCase) {
    if (entry.bundle().isEmpty() || !useCase.has("bundle")) {
      return Map.of();
    }
    UseCaseEntry.Bundle bundle = entry.bundle().get();
    Place place = useCase.at("bundle");
    Set<String> candidates = new LinkedHashSet<>(entry.candidates());
    entry.shadow().map(UseCaseEntry.Shadow::candidate).ifPresent(candidates::add);
    checkCandidates(bundle.prompts().keySet(), List.copyOf(candidates), place);
    Optional<AnswerSchema> schema =
        bundle.schema().flatMap(file -> parse(file, AnswerSchema::parse, place, "schema"));
    Optional<PromptTemplate> usual =
        bundle.prompt().flatMap(file -> prompt(file, bundle, place, "prompt"));
    Map<String, PromptTemplate> own = new LinkedHashMap<>();
    bundle
        .prompts()
        .forEach((candidate, file) ->
            prompt(file, bundle, place.at("prompts"), candidate)
                .ifPresent(template -> own.put(candidate, template)));
    Parameters parameters = parameters(bundle.parameters(), place);
    OptionalInt outputBound =
        bundle.outputBound().map(OptionalInt::of).orElseGet(OptionalInt::empty);
    Map<String, Bundle> bundles = new LinkedHashMap<>();
    for (String candidate : candidates) {
      Optional<PromptTemplate> prompt = Optional.ofNullable(own.get(candidate)).or(() -> usual);
      bundles.put(candidate, new Bundle(prompt, parameters, outputBound, schema));
    }
    bundles.values().removeIf(Bundle::isNone);
    return Map.copyOf(bundles);
  }

  private static void checkCandidates(Set<String> named, List<String> candidates, Place place) {
    for (String name : named) {
      if (!candidates.contains(name)) {
        place
            .at("prompts")
            .faultAt(
                name,
                "%s: 'prompts' names no candidate '%s'. Candidates: %s.",
                place.title(),
                name,
                String.join(", ", candidates));
      }
    }
  }

  private static Parameters parameters(Map<String, JsonValue> values, Place place) {
    Map<String, String> json = new LinkedHashMap<>();
    values.forEach((name, value) -> json.put(name, value.json()));
    try {
      return Parameters.of(json);
    } catch (BadBundleException bad) {
      place.faultAt("parameters", "%s: %s", place.title(), String.valueOf(bad.getMessage()));
      return Parameters.NONE;
    }
  }

  private Optional<PromptTemplate> prompt(
      Path file, UseCaseEntry.Bundle bundle, Place place, String field) {
    Optional<PromptTemplate> template = parse(file, PromptTemplate::parse, place, field);
    if (template.isPresent() && template.get().tellsSchema() && bundle.schema().isEmpty()) {
      place.faultAt(
          field,
          "%s: '%s' names %s, which has {{schema}}, but the bundle has no 'schema'. Name one, or"
              + " remove {{schema}}.",
          place.title(),
          field,
          file);
    }
    return template;
  }

  private <T> Optional<T> parse(Path file, Parser<T> parser, Place place, String field) {
    files.add(file);
    try {
      return Optional.of(parser.parse(text(file)));
    } catch (IOException unusable) {
      unusable(file, "", String.valueOf(unusable.getMessage()), place, field);
    } catch (BadBundleException bad) {
      String line = bad.line() == 0 ? "" : ", line " + bad.line();
      unusable(file, line, String.valueOf(bad.getMessage()), place, field);
    }
    return Optional.empty();
  }

  private static void unusable(Path file, String line, String why, Place place, String field) {
    place.faultAt(
        field,
        "%s: '%s' names a file that cannot be used. %s%s: %s",
        place.title(),
        field,
        file,
        line,
        why);
  }

  /// @throws IOException with a sentence for people
  private static String text(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("It is a folder. Name a file.");
      }
      if (Files.size(file) > LARGEST) {
        throw new IOException(
            "It has %d bytes, more than 1 MB. Is it another file?".formatted(Files.size(file)));
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (NoSuchFileException missing) {
      throw new IOException("There is no such file. Name one that exists.", missing);
    } catch (CharacterCodingException noText) {
      throw new IOException("It is not UTF-8 text. Save it as UTF-8.", noText);
    } catch (FileSystemException unreadable) {
      throw new IOException(
          "It cannot be read (%s). Let Polder's user read it."
              .formatted(unreadable.getClass().getSimpleName()),
          unreadable);
    }
  }
}
