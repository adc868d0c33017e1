package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.AdminSection;
import dev.polder.app.config.file.KeyEntry;
import dev.polder.app.config.file.ServerSection;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.server.GatewayOptions;
import dev.polder.model.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Makes settings of who may come in and where: keys, data port, admin port.
final class ClientsReader {
  private ClientsReader() {}

  /// @param file the place of the whole file
  static List<ClientKey> keys(List<KeyEntry> entries, Place file) {
    List<ClientKey> keys = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Map<String, String> owners = new HashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      Place place = file.at("keys").at(Integer.toString(i));
      String name = entries.get(i).name();
      String hash = entries.get(i).hash();
      if (place.hasSound("name") && !names.add(name)) {
        place.faultAt("name", "There are two keys named '%s'. Rename one.", name);
      }
      if (ClientKey.isHash(hash)) {
        keys.add(new ClientKey(name, hash));
        String owner = owners.putIfAbsent(hash, name);
        if (owner != null) {
          place.faultAt(
              "hash",
              "Keys '%s' and '%s' are the same key; outcome lines could not tell them apart. Make"
                  + " another with 'polder keys new'.",
              owner,
              name);
        }
      } else if (place.hasSound("hash")) {
        place.faultAt(
            "hash",
            "The hash of key '%s' is not 'sha256:' and 64 hexadecimal digits. 'polder keys new %s'"
                + " prints one.",
            name,
            name);
      }
    }
    return keys;
  }

  /// TLS changes nothing about who may call, so keys are wanted with it too.
  ///
  /// @param file the place of the whole file
  static GatewayOptions server(
      ServerSection server, Place file, List<ClientKey> keys, TlsReader certificates) {
    if (!Loopback.is(server.host()) && keys.isEmpty()) {
      file.at("server")
          .faultAt(
              "host",
              "Section 'server' listens at '%s' for other machines, but there are no keys, so anyone"
                  + " could call. Add a key under 'keys' ('polder keys new NAME' makes one), or"
                  + " listen at 127.0.0.1.",
              server.host());
    }
    GatewayOptions usual = GatewayOptions.usual();
    return new GatewayOptions(
        server.host(),
        server.port(),
        server.bodyLimit().bytes(),
        usual.requestLimit(),
        usual.longestAnswer(),
        usual.connectionsPerUpstream(),
        server.connectionsPerClient().map(OptionalInt::of).orElse(usual.connectionsPerClient()),
        usual.eventLoops(),
        file.has("server") ? certificates.read(server.tls(), file.at("server")) : Optional.empty());
  }

  /// @param file the place of the whole file
  static AdminSettings admin(
      AdminSection admin,
      ServerSection server,
      Place file,
      Secrets secrets,
      TlsReader certificates) {
    if (!file.has("admin")) {
      return new AdminSettings(admin.host(), admin.port(), List.of(), Optional.empty());
    }
    Place place = file.at("admin");
    if (!Loopback.is(admin.host()) && !place.has("token")) {
      place.faultAt(
          "host",
          "Section 'admin' listens at '%s' for other machines, but has no 'token', so nobody could"
              + " tell who steers Polder. Add one, such as token: ${POLDER_ADMIN_TOKEN}, or listen at"
              + " 127.0.0.1.",
          admin.host());
    }
    if (admin.port() != 0 && admin.port() == server.port() && place.hasSound("port")) {
      place.faultAt(
          "port",
          "Section 'admin': 'port' is '%d', as that of 'server'. Choose another.",
          admin.port());
    }
    if (place.has("former-token") && !place.has("token")) {
      place.faultAt(
          "former-token",
          "Section 'admin' has a 'former-token' but no 'token' that takes its place. Add one.");
    }
    List<Secret> tokens = new ArrayList<>();
    admin.token().flatMap(token -> secrets.fetch(token, place, "token")).ifPresent(tokens::add);
    admin
        .formerToken()
        .flatMap(token -> secrets.fetch(token, place, "former-token"))
        .ifPresent(tokens::add);
    return new AdminSettings(
        admin.host(), admin.port(), tokens, certificates.read(admin.tls(), place));
  }
}
