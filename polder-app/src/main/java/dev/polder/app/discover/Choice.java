package dev.polder.app.discover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is used of what was found.
public sealed interface Choice {
  /// A ladder.
  ///
  /// @param candidates the primary first; more than one only where the user named them
  /// @param reason why these
  record Ladder(List<FoundModel> candidates, String reason) implements Choice {}

  /// Nothing can be used.
  ///
  /// @param message says why, and what would help
  record Nothing(String message) implements Choice {}

  /// What the user named, in this order; or else one model on this machine. A remote service is
  /// never used unasked, and nothing becomes a fallback that nobody named.
  ///
  /// @param uses `PROVIDER/MODEL` each
  static Choice of(Surroundings found, List<String> uses) {
    return uses.isEmpty() ? unasked(found) : named(found, uses);
  }

  private static Choice unasked(Surroundings found) {
    Optional<FoundModel> first = found.local().findFirst();
    if (first.isPresent()) {
      String why =
          found.served().isEmpty()
              ? "the largest model folder, since no local server answered"
              : "the first model of the first local server that answered";
      return new Ladder(List.of(first.get()), "%s is %s.".formatted(first.get().reference(), why));
    }
    if (found.remote().isEmpty()) {
      return new Nothing(nothingFound(found));
    }
    RemoteService service = found.remote().getFirst();
    return new Nothing(
        "There is no polder.yaml here and no model on this machine. The key of %s is set, but a remote"
                .formatted(service.name())
            + " service is used only where you name it: polder serve --use %s/MODEL"
                .formatted(service.name()));
  }

  private static String nothingFound(Surroundings found) {
    return """
    There is no polder.yaml here, and nothing was found that could be used. Looked for:
    %s
    Do one of these:
      - start a model server on this machine, such as: ollama serve
      - set the key of a service and name its model, such as:
        OPENAI_API_KEY=... polder serve --use openai/MODEL
      - write a polder.yaml; examples/polder.yaml is one to begin with\
    """
        .formatted(
            found.lookedFor().stream()
                .map(place -> "  - " + place)
                .collect(Collectors.joining("\n")));
  }

  private static Choice named(Surroundings found, List<String> uses) {
    List<FoundModel> candidates = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String use : uses) {
      Optional<FoundModel> model = model(found, use);
      if (model.isEmpty()) {
        unknown.add(unknown(found, use));
      } else if (candidates.contains(model.get())) {
        unknown.add("--use names '%s' twice. Keep one.".formatted(use));
      } else {
        candidates.add(model.get());
      }
    }
    return unknown.isEmpty()
        ? new Ladder(candidates, "You named them, in this order.")
        : new Nothing(String.join("\n", unknown));
  }

  private static Optional<FoundModel> model(Surroundings found, String use) {
    Stream<FoundModel> remote =
        found.remote().stream()
            .filter(service -> use.startsWith(service.name() + "/"))
            .map(service ->
                new FoundModel.Remote(service, use.substring(service.name().length() + 1)))
            .filter(model -> !model.model().isBlank())
            .map(model -> model);
    return Stream.concat(found.local().filter(model -> model.reference().equals(use)), remote)
        .findFirst();
  }

  private static String unknown(Surroundings found, String use) {
    for (RemoteService service : RemoteService.USUAL) {
      if (use.startsWith(service.name() + "/") && !found.remote().contains(service)) {
        return "--use '%s': the environment variable '%s' is not set. Set it to your key of %s."
            .formatted(use, service.variable(), service.name());
      }
    }
    List<String> known =
        Stream.concat(
                found.local().map(FoundModel::reference),
                found.remote().stream().map(service -> service.name() + "/MODEL"))
            .toList();
    return "--use '%s': no such model was found. %s"
        .formatted(
            use,
            known.isEmpty()
                ? "Nothing was found at all."
                : "Nearest: " + String.join(", ", Nearest.to(use, known)) + ".");
  }
}
