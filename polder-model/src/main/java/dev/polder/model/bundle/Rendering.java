package dev.polder.model.bundle;

import dev.polder.http.Bytes;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.model.StructuredOutput;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import dev.polder.model.openai.RequestEditor;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A client's request as it goes to each candidate of a use case.
///
/// The one place where a bundle becomes bytes, for calls and for evaluations. What a bundle says is
/// cut into the client's bytes; what stands in them otherwise is not looked at, and fields that
/// nobody here knows arrive as they were sent. Only chat is rendered; other operations pass.
public final class Rendering {
  /// A bound on what is repeated of an answer that did not fit.
  private static final int LONGEST_REPEATED = 64 * 1024;

  private static final String ASKING_AGAIN =
      "Your answer cannot be used, because it does not fit the JSON schema that it must fit:\n";
  private static final String HOW =
      "\nAnswer again, with one JSON value that fits the schema, and with nothing else.";

  private final ModelRequest request;
  private final Optional<RequestEditor> editor;

  private Rendering(ModelRequest request, Optional<RequestEditor> editor) {
    this.request = request;
    this.editor = editor;
  }

  /// A request that goes as it came, to whomever.
  public static Rendering untouched(ModelRequest request) {
    return new Rendering(request, Optional.empty());
  }

  /// Finds in `request` what `bundles` edit. Takes another pass over the body, unless all of them
  /// say nothing.
  ///
  /// @throws BadRequestException when a field that one of them edits stands twice or is no list
  ///   where one is needed
  public static Rendering of(ModelRequest request, Collection<Bundle> bundles)
      throws BadRequestException {
    if (request.operation() != Operation.CHAT || bundles.stream().allMatch(Bundle::isNone)) {
      return untouched(request);
    }
    Set<String> fields =
        bundles.stream()
            .flatMap(bundle -> bundle.fields().stream())
            .collect(Collectors.toUnmodifiableSet());
    return new Rendering(request, Optional.of(RequestEditor.of(request, fields)));
  }

  /// The client's own.
  public ModelRequest request() {
    return request;
  }

  /// What `deployment` is asked; the client's own request where `bundle` says nothing.
  ///
  /// @param bundle one of those that this was made with
  public ModelRequest toward(Deployment deployment, Bundle bundle) {
    return render(deployment, bundle, Bytes.EMPTY);
  }

  /// What `deployment` is asked after an answer that did not fit: the same, with that answer and
  /// the complaints about it behind it.
  public ModelRequest again(Deployment deployment, Bundle bundle, Fitness.Unfit unfit) {
    String complaints =
        unfit.complaints().stream()
            .map(complaint -> "- " + complaint)
            .collect(Collectors.joining("\n"));
    String ask = JsonText.message("user", ASKING_AGAIN + complaints + HOW);
    String answer = unfit.answer().isBlank() ? "" : JsonText.message("assistant", bounded(unfit));
    return render(
        deployment, bundle, Bytes.utf8(answer.isEmpty() ? ask : String.join(",", answer, ask)));
  }

  private static String bounded(Fitness.Unfit unfit) {
    String answer = unfit.answer();
    if (answer.length() <= LONGEST_REPEATED) {
      return answer;
    }
    boolean half = Character.isHighSurrogate(answer.charAt(LONGEST_REPEATED - 1));
    return answer.substring(0, LONGEST_REPEATED - (half ? 1 : 0)) + "…";
  }

  private ModelRequest render(Deployment deployment, Bundle bundle, Bytes behind) {
    if (editor.isEmpty() || bundle.isNone()) {
      return request;
    }
    RequestEditor fields = editor.get();
    RequestEditor.Editing editing = fields.edit();
    addParameters(fields, editing, bundle);
    boundOutput(fields, editing, bundle, deployment.provider().preset().outputBound());
    boolean schemaIsTaken = addSchema(fields, editing, bundle, deployment);
    if (bundle.speaks()) {
      Bundle.Frame frame = bundle.frame(schemaIsTaken);
      editing.surround(frame.before(), joined(frame.after(), behind));
    }
    return editing.done();
  }

  private static Bytes joined(Bytes one, Bytes other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return Bytes.concat(List.of(one, Bytes.utf8(","), other));
  }

  private static void addParameters(
      RequestEditor fields, RequestEditor.Editing editing, Bundle bundle) {
    bundle
        .parameters()
        .values()
        .forEach((name, value) -> {
          if (!Parameters.OUTPUT_BOUNDS.contains(name) && !fields.has(name)) {
            editing.put(name, value);
          }
        });
  }

  /// A client's own bound stays where it is a whole number within the use case's; anything else
  /// that it says there becomes the use case's bound, since servers take `-1` and the like for
  /// none.
  ///
  /// @param usualField the field that the provider knows
  private static void boundOutput(
      RequestEditor fields, RequestEditor.Editing editing, Bundle bundle, String usualField) {
    Optional<Long> usual = bundle.usualOutput();
    if (usual.isEmpty()) {
      return;
    }
    boolean asked = false;
    for (String name : Parameters.OUTPUT_BOUNDS) {
      if (fields.asks(name)) {
        asked = true;
        bundle.outputBound().stream()
            .filter(bound -> !isWithin(fields.value(name), bound))
            .forEach(bound -> editing.put(name, Integer.toString(bound)));
      }
    }
    if (!asked) {
      editing.put(usualField, Long.toString(usual.get()));
    }
  }

  private static boolean isWithin(String asked, int bound) {
    return asked.matches("\\d{1,9}") && Integer.parseInt(asked) <= bound;
  }

  /// Whether the provider gets the schema in a field of its own. A form of its own that the client
  /// asked for stays, and the schema is told in words.
  private static boolean addSchema(
      RequestEditor fields, RequestEditor.Editing editing, Bundle bundle, Deployment deployment) {
    if (bundle.schema().isEmpty()
        || deployment.structuredOutput() != StructuredOutput.NATIVE
        || fields.asks("response_format")) {
      return false;
    }
    editing.put(
        "response_format",
        "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":%s}}"
            .formatted(bundle.schema().get().json()));
    return true;
  }
}
