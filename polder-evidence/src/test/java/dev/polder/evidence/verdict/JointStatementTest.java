package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.Verdict;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JointStatementTest {
  private static final Declaration DECLARED = Declaration.binary(0.05, new Plan.Fixed(500));

  @Test
  void findingsThatEachStandMayNotStandTogether() {
    // Given two use cases of which one has passed only just
    SortedMap<String, Judgement> judgements = new TreeMap<>();
    judgements.put("letters", DECLARED.judge(JudgementTest.pairs(500, 10, 10)));
    judgements.put("triage", DECLARED.judge(JudgementTest.pairs(500, 42, 32)));
    judgements.put("search", DECLARED.judge(JudgementTest.pairs(500, 43, 33)));
    assertThat(judgements.values()).allMatch(one -> one.verdict() == Verdict.NON_INFERIOR);

    JointStatement joint = JointStatement.of(judgements, 0.05);

    assertThat(joint.holds()).isFalse();
    assertThat(joint.parts().getFirst().carried()).isTrue();
    assertThat(joint).hasToString("carried together at 5 %: letters; not shown: search, triage");
  }

  @Test
  void whatSaysNothingIsNotCarriedButTakesItsPlaceInTheCount() {
    SortedMap<String, Judgement> judgements = new TreeMap<>();
    judgements.put("letters", DECLARED.judge(JudgementTest.pairs(500, 10, 10)));
    judgements.put("triage", DECLARED.judge(JudgementTest.pairs(100, 0, 0)));

    JointStatement joint = JointStatement.of(judgements, 0.05);

    assertThat(joint.parts().get(1).p()).isEqualTo(1);
    assertThat(joint).hasToString("carried together at 5 %: letters; not shown: triage");
  }
}
