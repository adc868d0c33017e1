package dev.polder.model.openai;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/// The properties of the other fuzz tests, fed with what coverage suggests.
///
/// With `JAZZER_FUZZ=1` in the environment one of them runs for a minute (Jazzer fuzzes one method
/// a process: name it with `-Dtest=JazzerTest#requests`); else only the empty input and the seeds
/// in `JazzerTestInputs` are tried.
final class JazzerTest {
  @FuzzTest(maxDuration = "1m")
  void requests(byte[] body) throws IOException {
    ModelRequestFuzzTest.check(body);
  }

  @FuzzTest(maxDuration = "1m")
  void events(byte[] data) throws IOException {
    AnswerFuzzTest.checkEvent(data);
  }

  @FuzzTest(maxDuration = "1m")
  void wholeAnswers(byte[] body) {
    AnswerFuzzTest.checkWhole(body);
  }

  @FuzzTest(maxDuration = "1m")
  void errors(byte[] body) throws IOException {
    AnswerFuzzTest.checkError(body);
  }
}
