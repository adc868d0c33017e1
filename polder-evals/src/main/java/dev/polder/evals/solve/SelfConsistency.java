package dev.polder.evals.solve;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Asks several times and takes the answer that comes most often; of equally frequent ones, the one
/// that came first.
///
/// Answers count as the same where they differ in nothing but white space and case; of answers that
/// call tools, the calls are compared. It needs a model that does not always say the same.
///
/// @param votes how many answers, at least 2
public record SelfConsistency(int votes, Solver each) implements Solver {
  public SelfConsistency {
    if (votes < 2) {
      throw new IllegalArgumentException(votes + " votes have no majority; ask for at least 2");
    }
  }

  @Override
  public String description() {
    return each.description() + ", majority of " + votes;
  }

  @Override
  public String digest() {
    return Digests.of("self-consistency", Integer.toString(votes), each.digest());
  }

  @Override
  public Response solve(Sample sample, Asker model) throws NoAnswerException, InterruptedException {
    Map<String, List<Response>> ballots = new LinkedHashMap<>();
    for (int vote = 0; vote < votes; vote++) {
      Response response = each.solve(sample, model);
      ballots.computeIfAbsent(same(response), first -> new ArrayList<>()).add(response);
    }
    List<Response> winners = List.of();
    for (List<Response> ballot : ballots.values()) {
      winners = ballot.size() > winners.size() ? ballot : winners;
    }
    return winners.getFirst();
  }

  private static String same(Response response) {
    return response.toolCalls()
        + response.text().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
