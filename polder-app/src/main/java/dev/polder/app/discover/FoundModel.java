package dev.polder.app.discover;

import java.nio.file.Path;

/// A model that Polder could use.
public sealed interface FoundModel {
  /// How people name it: `PROVIDER/MODEL`.
  String reference();

  /// A model of a server on this machine.
  record Served(LocalServer server, String model) implements FoundModel {
    @Override
    public String reference() {
      return server.name() + "/" + model;
    }
  }

  /// A model folder that Polder can run itself.
  record Embedded(Path folder) implements FoundModel {
    String model() {
      return String.valueOf(folder.getFileName());
    }

    @Override
    public String reference() {
      return "embedded/" + model();
    }
  }

  /// A model of a service whose key is set; which models it has is not asked.
  record Remote(RemoteService service, String model) implements FoundModel {
    @Override
    public String reference() {
      return service.name() + "/" + model;
    }
  }
}
