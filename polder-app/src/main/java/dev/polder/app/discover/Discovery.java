package dev.polder.app.discover;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.engine.model.ModelFault;
import dev.polder.engine.model.ModelFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Looks for models that can be used here: servers on their usual ports, model folders beside the
/// program, services whose key is set. Nothing leaves this machine for it.
///
/// @param models the folder that holds model folders; empty where there is none
/// @param servers which servers are looked for, and where
/// @param services which services are looked for
public record Discovery(
    Optional<Path> models,
    Map<String, String> environment,
    List<LocalServer> servers,
    List<RemoteService> services) {
  /// A server on this machine that has not answered by then is busy with something else. Where
  /// nothing listens the system says so at once, so nobody waits this long for nothing.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int LARGEST_LIST = 1024 * 1024;

  /// Looks everywhere at the same time.
  public Surroundings look() {
    List<String> lookedFor = new ArrayList<>();
    servers.forEach(server -> lookedFor.add(server.name() + " at " + server.baseUrl()));
    lookedFor.add("model folders in " + models.map(Path::toString).orElse("models/ (not there)"));
    services.forEach(service -> lookedFor.add(service.name() + " by " + service.variable()));
    return new Surroundings(
        served(),
        embedded(),
        services.stream()
            .filter(service -> !environment.getOrDefault(service.variable(), "").isBlank())
            .toList(),
        List.copyOf(lookedFor));
  }

  private List<FoundModel.Served> served() {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      List<CompletableFuture<List<FoundModel.Served>>> asked =
          servers.stream().map(server -> ask(server, http)).toList();
      List<FoundModel.Served> found =
          asked.stream().flatMap(answer -> answer.join().stream()).toList();
      http.shutdownNow();
      return found;
    }
  }

  private static CompletableFuture<List<FoundModel.Served>> ask(
      LocalServer server, HttpClient http) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.baseUrl() + "/models")).timeout(PATIENCE).build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle((answer, failure) ->
            answer == null || answer.statusCode() != 200
                ? List.of()
                : models(answer.body()).stream()
                    .map(model -> new FoundModel.Served(server, model))
                    .toList());
  }

  /// The names in a list of models; none where it is no such list, as other programs use these
  /// ports too.
  private static List<String> models(byte[] body) {
    if (body.length > LARGEST_LIST) {
      return List.of();
    }
    try {
      List<String> names = new ArrayList<>();
      for (JsonNode model : new JsonMapper().readTree(body).path("data")) {
        Optional.ofNullable(model.path("id").textValue())
            .filter(name -> !name.isBlank() && name.chars().noneMatch(Character::isISOControl))
            .ifPresent(names::add);
      }
      return names;
    } catch (JacksonException notJson) {
      return List.of();
    } catch (IOException impossible) { // it is read from memory
      return List.of();
    }
  }

  /// The largest first: of models that ship together, it answers best.
  private List<FoundModel.Embedded> embedded() {
    if (models.isEmpty() || !Files.isDirectory(models.get())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(models.get())) {
      return folders
          .filter(Discovery::isModel)
          .sorted(
              Comparator.comparingLong(Discovery::weight).reversed().thenComparing(Path::toString))
          .map(folder -> new FoundModel.Embedded(folder.toAbsolutePath().normalize()))
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  private static boolean isModel(Path folder) {
    try {
      ModelFolder.read(folder);
      return true;
    } catch (ModelFault another) {
      return false;
    }
  }

  private static long weight(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
