package dev.polder.gateway.server;

import dev.polder.gateway.continuity.FailureClass;
import dev.polder.gateway.restriction.Judgement;
import dev.polder.model.Deployment;
import dev.polder.model.provider.Fault;
import java.util.Optional;

/// What a fault of Polder's own probe says about access: continuity's classes, read once more.
final class ProbeJudgement {
  private ProbeJudgement() {}

  static Judgement of(Deployment deployment, Fault fault) {
    return switch (FailureClass.of(fault, deployment.provider().preset())) {
      case UNPAID, WITHDRAWN -> new Judgement.Lost(fault.summary());
      case BROKEN, BUSY -> new Judgement.Unclear(fault.summary());
      case UNFIT, INVALID, CALLER_FAULT, ANSWER -> new Judgement.Access(Optional.empty());
    };
  }

  /// The field that bounds the output of a chat at this deployment.
  static String outputBound(Deployment deployment) {
    return deployment.provider().preset().outputBound();
  }
}
