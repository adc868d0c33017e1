package dev.polder.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That an event means the same with other events before it as it means alone.
final class ChatStreamTest {
  private static final List<String> EVENTS =
      List.of(
          "{'id':'c','choices':[{'index':0,'delta':{'role':'assistant','content':''}}]}",
          "{'id':'c','choices':[{'index':0,'delta':{'content':'one'},'finish_reason':null}]}",
          "{'id':'c','choices':[{'index':0,'delta':{'content':' other'},'finish_reason':null}]}",
          "{'id':'c','choices':[{'index':0,'delta':{'content':''},'finish_reason':null}]}",
          "{'id':'c','choices':[{'index':1,'delta':{'content':'one'},'finish_reason':null}]}",
          "{'id':'c','choices':[{'index':0,'delta':{'content':'one'},'finish_reason':'stop'}]}",
          "{'id':'c','usage':null,'choices':[{'index':0,'delta':{'content':'before'}}]}",
          "{'usage':null,'choices':[{'index':0,'delta':{'content':'first'}}]}",
          "{'choices':[{'index':0,'delta':{'content':'behind'}}],'usage':null}",
          "{'choices':[{'index':0,'delta':{'content':'longer behind'}}],'usage':null}",
          "{'choices':[{'index':0,'delta':{'content':'a','refusal':'b'}}]}",
          "{'choices':[{'index':0,'delta':{'tool_calls':[{'function':{'arguments':'x'}}]}}]}",
          "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2}}",
          "{'error':{'message':'gone'}}",
          "[DONE]");

  private static Bytes bytes(String quoted) {
    return Bytes.utf8(quoted.replace('\'', '"'));
  }

  @Test
  void anEventMeansTheSameWhicheverCameBefore() throws Exception {
    for (String before : EVENTS) {
      for (String event : EVENTS) {
        // Given
        ChatStream stream = new ChatStream();
        stream.read(bytes(before));

        // Then
        assertThat(stream.read(bytes(event)))
            .as("%s behind %s", event, before)
            .isEqualTo(ChatChunk.read(bytes(event)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "\\n",
        "\\u00e9",
        "é",
        "😀",
        "'},'x':{'y':'z",
        "'",
        "\\",
        "\t",
        "x'}}]} {",
        "a'},'finish_reason':'stop','z':{'b':'c",
        "\u007f"
      })
  void whateverTheTextHoldsItIsReadAsTheParserReadsIt(String text) {
    // Given
    Bytes first = bytes("{'choices':[{'index':0,'delta':{'content':'one'},'finish_reason':null}]}");
    Bytes next =
        bytes("{'choices':[{'index':0,'delta':{'content':'" + text + "'},'finish_reason':null}]}");

    // Then
    assertThat(behind(first, next)).isEqualTo(alone(next));
  }

  @Test
  void aByteThatDiffersAnywhereIsNoticed() {
    Random random = new Random(20261123);
    Bytes first =
        bytes("{'id':'c','choices':[{'index':0,'delta':{'content':'one'}}],'usage':null}");
    for (int round = 0; round < 5_000; round++) {
      // Given
      byte[] changed = first.toArray();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();

      // Then
      Bytes next = Bytes.of(changed);
      assertThat(behind(first, next)).as("%s", next.utf8()).isEqualTo(alone(next));
    }
  }

  private static String behind(Bytes first, Bytes next) {
    try {
      ChatStream stream = new ChatStream();
      stream.read(first);
      return shown(stream.read(next));
    } catch (IOException noJson) {
      return "no JSON";
    }
  }

  private static String alone(Bytes next) {
    try {
      return shown(ChatChunk.read(next));
    } catch (IOException noJson) {
      return "no JSON";
    }
  }

  private static String shown(ChatChunk chunk) {
    return chunk + chunk.withoutNullUsage().map(Bytes::utf8).orElse("");
  }
}
