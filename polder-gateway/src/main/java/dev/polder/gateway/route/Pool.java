package dev.polder.gateway.route;

import dev.polder.gateway.health.Health;
import dev.polder.model.Deployment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Which of several deployments of one variant should be asked: the one with the least outstanding
/// work for its weight, unless prompts that begin alike had better go to the same one.
final class Pool {
  /// A deployment that a prompt sticks to may have so many times the mean load. Source of
  /// consistent hashing with bounded loads: Mirrokni, Thorup, Zadimoghaddam, SODA 2018.
  private static final double STICKY_BOUND = 1.25;

  private Pool() {}

  /// `usable` in the order of preference.
  ///
  /// @param prefix the same for prompts that begin alike
  /// @param tie breaks ties, so that equals are asked in turn
  static List<Deployment> inOrder(
      List<Deployment> usable, Health health, LongSupplier prefix, boolean sticky, long tie) {
    if (usable.size() == 1) {
      return usable;
    }
    List<Load> loads = new ArrayList<>(usable.size());
    for (int i = 0; i < usable.size(); i++) {
      Deployment deployment = usable.get(i);
      loads.add(
          new Load(deployment, health.underWay(deployment), Math.floorMod(tie + i, usable.size())));
    }
    loads.sort(Comparator.comparingDouble(Load::afterOneMore).thenComparingLong(Load::tie));
    if (sticky) {
      preferred(loads, prefix.getAsLong())
          .ifPresent(first -> {
            loads.remove(first);
            loads.addFirst(first);
          });
    }
    return loads.stream().map(Load::deployment).toList();
  }

  /// By rendezvous hashing (Thaler, Ravishankar 1998): when a deployment goes, only its own prompts
  /// move.
  private static Optional<Load> preferred(List<Load> loads, long prefix) {
    double weights = 0;
    double underWay = 1;
    for (Load load : loads) {
      weights += load.deployment().traits().weight();
      underWay += load.underWay();
    }
    double perWeight = STICKY_BOUND * underWay / weights;
    return loads.stream()
        .filter(load ->
            load.underWay() + 1 <= Math.ceil(perWeight * load.deployment().traits().weight()))
        .max(Comparator.comparingDouble(load -> score(load.deployment(), prefix)));
  }

  /// Weighted rendezvous: -weight / ln(u), u uniform in (0, 1) by the hash. Source: Schindelhauer,
  /// Schomaker, SPAA 2005.
  private static double score(Deployment deployment, long prefix) {
    long mixed = mix(prefix ^ mix(deployment.name().hashCode()));
    double uniform = ((mixed >>> 11) + 0.5) * 0x1.0p-53;
    return -deployment.traits().weight() / Math.log(uniform);
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private record Load(Deployment deployment, int underWay, long tie) {
    double afterOneMore() {
      return (underWay + 1.0) / deployment.traits().weight();
    }
  }
}
