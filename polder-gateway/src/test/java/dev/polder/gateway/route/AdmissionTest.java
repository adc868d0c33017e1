package dev.polder.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.polder.evidence.finding.Requirement.Rigour;
import dev.polder.gateway.ManualTime;
import dev.polder.gateway.Proofs;
import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// What the gate costs calls that ask nothing of it.
final class AdmissionTest {
  private static final int LOOKS = 10_000;

  private final Restrictions restrictions = new Restrictions(new ManualTime());
  private final Ladder ladder = Ladder.of(List.of(deployment("one"), deployment("two")));

  private static Deployment deployment(String name) {
    return new Deployment(
        name,
        new Provider(
            "acme",
            Preset.CUSTOM,
            () -> Optional.of(URI.create("http://127.0.0.1:9/v1")),
            Optional.empty()),
        "large-5",
        new Jurisdiction("DE", "US", "FR"));
  }

  private Admission admission(Optional<EvidenceDemand> demand) {
    Gate gate = new Gate(InstantSource.system());
    Proofs.strict().nonInferior("two").show(gate);
    return new Admission(
        ladder.primary(),
        new Demands(Operation.CHAT, DataClass.ANY, OptionalDouble.empty(), demand),
        restrictions,
        gate);
  }

  private long allocated(Admission admission) {
    Candidate fallback = ladder.candidates().getLast();
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    admission.ruling(fallback);
    long before = memory.getCurrentThreadAllocatedBytes();
    boolean present = false;
    for (int i = 0; i < LOOKS; i++) {
      present |= admission.ruling(fallback).isPresent();
    }
    long after = memory.getCurrentThreadAllocatedBytes();
    assertThat(present).isEqualTo(admission.ruling(fallback).isPresent());
    return after - before;
  }

  @Test
  void nothingIsAllocatedWhereNoEvidenceIsAsked() {
    assertThat(allocated(admission(Optional.empty()))).isLessThan(LOOKS);
  }

  @Test
  void aLookAtTheBoardAllocatesLessThanAHundredBytes() {
    assertThat(allocated(admission(Optional.of(Proofs.demand(Rigour.STRICT)))))
        .isLessThan(100L * LOOKS);
  }
}
