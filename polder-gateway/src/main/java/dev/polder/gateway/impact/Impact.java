package dev.polder.gateway.impact;

import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.traffic.Traffic;
import dev.polder.model.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What would move, use case by use case.
///
/// @param moves one a use case that anything would change for
public record Impact(List<Move> moves) {
  public Impact {
    moves = List.copyOf(moves);
  }

  /// What happens to one use case's calls.
  public enum Kind {
    /// They go elsewhere.
    MOVES,
    /// Nobody may serve them any more.
    GOES_DARK,
    /// Nobody could serve them, and somebody may.
    IS_SERVED_AGAIN
  }

  /// What would change for one use case.
  ///
  /// @param callsPerMinute how many of its calls that concerns; under a cap, those above it
  /// @param from who would serve no more
  /// @param to who would serve instead
  /// @param then how it would stand
  public record Move(
      Kind kind, double callsPerMinute, List<String> from, List<String> to, Standing then) {}

  /// What would move if `restriction` were declared now. A cap moves what is above it, by the
  /// traffic of the last minutes.
  public static Impact ofDeclaring(
      Restriction restriction,
      Restrictions inForce,
      Catalogue catalogue,
      Router router,
      Traffic traffic) {
    Restrictions then =
        switch (restriction.effect()) {
          case Restriction.Effect.Cut cut -> inForce.with(restriction);
          case Restriction.Effect.Priced priced -> inForce.with(restriction);
          // What is above the cap goes where it would go if there were nothing below it.
          case Restriction.Effect.Capped capped -> inForce.with(asCut(restriction));
        };
    double share =
        restriction.effect() instanceof Restriction.Effect.Capped capped
            ? shareAbove(restriction, capped, catalogue, traffic)
            : 1;
    return share == 0
        ? new Impact(List.of())
        : between(Standing.all(catalogue, router, traffic, inForce), router, then, traffic, share);
  }

  /// What would move if the restriction of this identifier were lifted now.
  public static Impact ofLifting(
      String id, Restrictions inForce, Catalogue catalogue, Router router, Traffic traffic) {
    return between(
        Standing.all(catalogue, router, traffic, inForce), router, inForce.without(id), traffic, 1);
  }

  /// The share of the attempts at what it meets that a cap would leave no room for.
  private static double shareAbove(
      Restriction restriction,
      Restriction.Effect.Capped capped,
      Catalogue catalogue,
      Traffic traffic) {
    Set<String> met = new LinkedHashSet<>();
    catalogue.all().stream()
        .flatMap(useCase -> useCase.ladder().candidates().stream())
        .flatMap(candidate -> candidate.pool().stream())
        .filter(restriction.selector()::matches)
        .forEach(deployment -> met.add(deployment.name()));
    double attempts = met.stream().mapToDouble(traffic::attemptsPerMinute).sum();
    return attempts <= capped.perMinute() ? 0 : 1 - capped.perMinute() / attempts;
  }

  private static Restriction asCut(Restriction restriction) {
    return new Restriction(
        restriction.id(),
        restriction.selector(),
        new Restriction.Effect.Cut(false),
        restriction.origin(),
        restriction.reason(),
        restriction.by(),
        restriction.since(),
        restriction.until());
  }

  private static Impact between(
      List<Standing> now, Router router, Restrictions then, Traffic traffic, double share) {
    List<Move> moves = new ArrayList<>();
    for (Standing standing : now) {
      move(standing, standing.under(router, then), traffic, share, moves);
    }
    return new Impact(moves);
  }

  private static void move(
      Standing now, Standing then, Traffic traffic, double share, List<Move> moves) {
    List<String> before = now.servers();
    List<String> after = then.servers();
    List<String> from = before.stream().filter(name -> !after.contains(name)).toList();
    List<String> to = after.stream().filter(name -> !before.contains(name)).toList();
    if (from.isEmpty() && to.isEmpty()) {
      return;
    }
    double calls = now.callsPerMinute() * share;
    if (then.dark()) {
      moves.add(new Move(Kind.GOES_DARK, calls, from, List.of(), then));
    } else if (now.dark()) {
      moves.add(new Move(Kind.IS_SERVED_AGAIN, calls, List.of(), to, then));
    } else if (from.isEmpty()) {
      moves.add(joined(now, then, calls, to));
    } else {
      moves.add(
          new Move(
              Kind.MOVES,
              calls * shareOf(from, before, traffic),
              from,
              to.isEmpty() ? after : to,
              then));
    }
  }

  /// A deployment comes back to the pool that serves: as many calls move as its weight says.
  private static Move joined(Standing now, Standing then, double calls, List<String> to) {
    double weights = 0;
    double joining = 0;
    for (Deployment deployment : then.serving().orElseThrow().usable()) {
      weights += deployment.traits().weight();
      joining += to.contains(deployment.name()) ? deployment.traits().weight() : 0;
    }
    return new Move(Kind.MOVES, calls * joining / weights, now.servers(), to, then);
  }

  /// What part of a pool's calls `some` of its deployments have: by their attempts; by their number
  /// where there were none lately.
  private static double shareOf(List<String> some, List<String> pool, Traffic traffic) {
    double all = pool.stream().mapToDouble(traffic::attemptsPerMinute).sum();
    return all == 0
        ? (double) some.size() / pool.size()
        : some.stream().mapToDouble(traffic::attemptsPerMinute).sum() / all;
  }
}
