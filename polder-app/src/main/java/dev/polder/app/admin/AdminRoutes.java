package dev.polder.app.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The admin API's table of paths: what is not in it does not exist.
final class AdminRoutes {
  /// One line of the table; what stands for `NAME` is told to the handler.
  private record Route(
      String method, String shown, Pattern path, Function<AdminCall, AdminAnswer> handler) {}

  /// A handler, and what the path names.
  record Found(Function<AdminCall, AdminAnswer> handler, String name) {}

  private static final String ROOT = "/admin/v1/";

  private final List<Route> table;

  AdminRoutes(AdminApi api) {
    table =
        List.of(
            route("GET", "status", api::status),
            route("GET", "restrictions", api::restrictions),
            route("POST", "restrictions", api::declare),
            route("DELETE", "restrictions/NAME", api::lift),
            route("GET", "use-cases", api::useCases),
            route("GET", "use-cases/NAME", api::useCase),
            route("GET", "deployments", api::deployments),
            route("POST", "deployments/NAME/failback", api::failback),
            route("GET", "shadows", api::shadows),
            route("POST", "shadows/NAME/renew", api::renewShadow),
            route("GET", "canaries", api::canaries),
            route("POST", "canaries/NAME/run", api::runCanary),
            route("POST", "canaries/NAME/accept", api::acceptCanary));
  }

  private static Route route(String method, String path, Function<AdminCall, AdminAnswer> handler) {
    return new Route(
        method,
        method + " " + ROOT + path,
        Pattern.compile(Pattern.quote(ROOT + path).replace("NAME", "\\E([^/]+)\\Q")),
        handler);
  }

  /// @param path as it came, still encoded: names may hold slashes
  /// @throws AdminRefusal when the table has no such line
  Found find(String method, String path) {
    boolean pathKnown = false;
    for (Route route : table) {
      Matcher parts = route.path().matcher(path);
      if (parts.matches()) {
        pathKnown = true;
        if (route.method().equals(method)) {
          return new Found(route.handler(), parts.groupCount() == 0 ? "" : decoded(parts.group(1)));
        }
      }
    }
    throw new AdminRefusal(
        pathKnown ? 405 : 404,
        "There is no %s %s. Known: %s."
            .formatted(method, path, String.join(", ", table.stream().map(Route::shown).toList())));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }
}
