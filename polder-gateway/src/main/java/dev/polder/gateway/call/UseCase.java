package dev.polder.gateway.call;

import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.gateway.mirror.Mirroring;
import dev.polder.gateway.route.DataClass;
import dev.polder.gateway.route.Demands;
import dev.polder.gateway.route.Ladder;
import dev.polder.model.Operation;
import java.util.Optional;
import java.util.OptionalDouble;

/// A named kind of work, which clients ask for as if it were a model.
///
/// @param name as `polder.yaml` and clients call it
/// @param description for people, may be empty
/// @param dataClass where its data may go; holds at every attempt
/// @param maxPriceFactor how many times its price a deployment may cost before the use case leaves
///   it; empty: any
/// @param evidence what its fallbacks must have shown; empty: nothing
/// @param mirroring which of its calls are handed on to be compared; empty: none
public record UseCase(
    String name,
    String description,
    Ladder ladder,
    ContinuityPolicy policy,
    DataClass dataClass,
    OptionalDouble maxPriceFactor,
    Optional<EvidenceDemand> evidence,
    Optional<Mirroring> mirroring) {
  /// A use case of which no call is mirrored.
  public UseCase(
      String name,
      String description,
      Ladder ladder,
      ContinuityPolicy policy,
      DataClass dataClass,
      OptionalDouble maxPriceFactor,
      Optional<EvidenceDemand> evidence) {
    this(name, description, ladder, policy, dataClass, maxPriceFactor, evidence, Optional.empty());
  }

  /// A use case that asks its fallbacks for no evidence.
  public UseCase(
      String name,
      String description,
      Ladder ladder,
      ContinuityPolicy policy,
      DataClass dataClass,
      OptionalDouble maxPriceFactor) {
    this(name, description, ladder, policy, dataClass, maxPriceFactor, Optional.empty());
  }

  /// A use case whose data may go anywhere at any price.
  public UseCase(String name, String description, Ladder ladder, ContinuityPolicy policy) {
    this(name, description, ladder, policy, DataClass.ANY, OptionalDouble.empty());
  }

  /// What its calls ask of whoever serves them.
  public Demands demands(Operation operation) {
    return new Demands(operation, dataClass, maxPriceFactor, evidence);
  }
}
