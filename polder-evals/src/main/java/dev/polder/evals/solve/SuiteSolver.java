package dev.polder.evals.solve;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.suite.Hints;
import java.util.List;

/// Makes the solver that a suite wishes for.
public final class SuiteSolver {
  /// How often a model with tools may be asked before it has to have answered.
  private static final int STEPS = 8;

  private SuiteSolver() {}

  /// The solver of these wishes.
  ///
  /// @param hints how the suite wishes to be asked
  /// @param model what a client asks for: a use case's name, or a deployment's
  /// @param votes of how many answers the majority is taken; 1: the only one
  /// @throws IllegalArgumentException when the suite's tools cannot be read; the message says why
  public static Solver of(Hints hints, String model, int votes) {
    Solver solver =
        hints
            .tools()
            .<Solver>map(tools -> new ToolLoop(model, ScriptedTool.read(tools), STEPS))
            .orElseGet(() -> new AsGateway(model));
    if (!hints.examples().isEmpty()) {
      solver = new FewShot(examples(hints.examples()), solver);
    }
    if (hints.system().isPresent()) {
      solver = new WithSystem(hints.system().get(), solver);
    }
    return votes == 1 ? solver : new SelfConsistency(votes, solver);
  }

  private static List<FewShot.Example> examples(List<Sample> samples) {
    return samples.stream()
        .map(sample ->
            new FewShot.Example(
                sample.input().stream()
                    .filter(message -> !message.role().equals("system"))
                    .toList(),
                sample.target().said()))
        .toList();
  }
}
