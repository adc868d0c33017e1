package dev.polder.app.eval;

import dev.polder.app.config.ProviderSettings;
import dev.polder.evals.solve.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What tells a deployment's answers from those of another: the files of a model that Polder runs,
/// else the address or the command, and the model's name there.
///
/// A vendor who puts another model behind the same name keeps the identity: that is what canaries
/// are for.
public final class Identity {
  private Identity() {}

  /// A digest of it; the names in `polder.yaml` do not count.
  ///
  /// @param model as the provider knows it
  /// @throws IOException when a model's file cannot be read
  public static String of(ProviderSettings provider, String model) throws IOException {
    return switch (provider) {
      case ProviderSettings.Remote remote ->
          Digests.of("remote", remote.preset().label(), remote.baseUrl().toString(), model);
      case ProviderSettings.StartedServer started ->
          Digests.of("server", String.join("\0", started.command()), model);
      case ProviderSettings.EmbeddedModel embedded ->
          Digests.of("engine", files(embedded.folder()), model);
    };
  }

  private static String files(Path folder) throws IOException {
    List<String> digests = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digests.add(file.getFileName() + " " + digest(file));
      }
    }
    return String.join("\n", digests);
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] block = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
