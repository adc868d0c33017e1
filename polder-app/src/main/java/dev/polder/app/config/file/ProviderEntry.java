package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.value.BaseUrl;
import dev.polder.app.config.value.EnginePort;
import dev.polder.app.config.value.ProxyChoice;
import dev.polder.app.config.value.SecretReference;
import dev.polder.model.Preset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An entry of `providers`: a server that somebody runs, or an engine that Polder runs.
public record ProviderEntry(
    @Doc(
            value = "the kind of provider: one of the table below",
            absent = "`custom`; with `engine.command` `llama-cpp`")
        Optional<Preset> preset,
    @Doc(
            value = "address with the version, such as `https://api.example.com/v1`",
            absent = "the preset's usual one")
        Optional<BaseUrl> baseUrl,
    @Doc(
            value =
                "`${NAME}` of an environment variable, or `file:PATH`; sent as a bearer token."
                    + " Never the secret itself",
            absent = "none is sent")
        Optional<SecretReference> credential,
    @Doc(value = "several of them instead, which take turns", absent = "none")
        List<SecretReference> credentials,
    @Doc(
            value =
                "PEM file of authorities that are trusted for this provider besides the usual ones",
            absent = "as under `transport`")
        Optional<Path> ca,
    @Doc(value = "`none`, `environment`, or `http://HOST:PORT`", absent = "as under `transport`")
        Optional<ProxyChoice> proxy,
    @Doc(value = "a model that Polder runs itself", absent = "somebody else runs it")
        Optional<Engine> engine) {

  /// `providers.NAME.engine`.
  public record Engine(
      @Doc(
              value =
                  "folder of a decoder in ONNX form; its deployments' `model` is the folder's name",
              absent = "`command`")
          Optional<Path> model,
      @Doc(
              value =
                  "instead of `model`: a list, the command of a server; `{port}` becomes its port",
              absent = "`model`")
          List<String> command,
      @Doc(value = "`auto` (a free one) or a number; for `command`", usual = "auto")
          EnginePort port,
      @Doc(
              value = "path that answers 200 when the server is ready; for `command`",
              absent = "`/health`, then `/v1/models`")
          Optional<String> ready) {}
}
