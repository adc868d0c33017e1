package dev.polder.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFrame;
import dev.polder.http.sse.SseFramer;
import dev.polder.model.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an event means, for every form that servers of the dialect send.
final class ChatChunkTest {
  private static ChatChunk read(String quoted) throws IOException {
    return ChatChunk.read(Bytes.utf8(quoted.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'role':'assistant'}                                   | LIFECYCLE",
        "{'role':'assistant','content':''}                      | LIFECYCLE",
        "{'role':'assistant','content':null,'tool_calls':null}  | LIFECYCLE",
        "{}                                                     | LIFECYCLE",
        "{'tool_calls':[]}                                      | LIFECYCLE",
        "{'reasoning_content':''}                               | LIFECYCLE",
        "{'function_call':{}}                                   | LIFECYCLE",
        "{'content':'x'}                                        | CONTENT",
        "{'content':' '}                                        | CONTENT",
        "{'role':'assistant','content':'x'}                     | CONTENT",
        "{'refusal':'no'}                                       | CONTENT",
        "{'tool_calls':[{'index':0,'id':'c','function':{'name':'f','arguments':''}}]} | CONTENT",
        "{'function_call':{'name':'f'}}                         | CONTENT",
        "{'reasoning_content':'hm'}                             | CONTENT",
        "{'reasoning':'hm'}                                     | CONTENT",
        "{'content':[{'type':'text','text':'x'}]}               | CONTENT",
        "{'newer_than_this':7}                                  | CONTENT",
        "{'newer_than_this':false}                              | CONTENT",
        "{'nested':{'a':[{'b':[]}]},'content':''}               | CONTENT",
      })
  void whateverIsNotTheRoleAndNotEmptyIsContent(String delta, ChatChunk.Kind kind)
      throws Exception {
    // When
    ChatChunk chunk =
        read("{'id':'c','choices':[{'index':0,'delta':" + delta + ",'finish_reason':null}]}");

    // Then
    assertThat(chunk.kind()).isEqualTo(kind);
    assertThat(chunk.finishReason()).isEmpty();
    assertThat(chunk.usage()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "length", "tool_calls", "content_filter", "function_call"})
  void aFinishIsContentAlsoWithoutText(String reason) throws Exception {
    // When
    ChatChunk chunk = read("{'choices':[{'delta':{},'index':0,'finish_reason':'" + reason + "'}]}");

    // Then
    assertThat(chunk.kind()).isEqualTo(ChatChunk.Kind.CONTENT);
    assertThat(chunk.finishReason()).isEqualTo(reason);
  }

  @Test
  void usageAloneIsUsageAndWithAChoiceItIsNot() throws Exception {
    // Given
    String usage = "'usage':{'prompt_tokens':7,'details':{'x':[1]},'completion_tokens':3}";

    // Then
    assertThat(read("{'choices':[]," + usage + "}").kind()).isEqualTo(ChatChunk.Kind.USAGE);
    assertThat(read("{" + usage + "}").kind()).isEqualTo(ChatChunk.Kind.USAGE);
    assertThat(read("{'choices':[]," + usage + "}").usage()).contains(new Usage(7, 3));
    ChatChunk last =
        read("{'choices':[{'delta':{'content':''},'finish_reason':'stop'}]," + usage + "}");
    assertThat(last.kind()).isEqualTo(ChatChunk.Kind.CONTENT);
    assertThat(last.usage()).contains(new Usage(7, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'m','type':'t'}}",
        "{'error':'m'}",
        "{'choices':[],'error':{}}",
        "{'object':'error','message':'m'}",
      })
  void errorsAreToldFromAnswers(String data) throws Exception {
    assertThat(read(data).kind()).isEqualTo(ChatChunk.Kind.ERROR);
  }

  @Test
  void anErrorThatIsNullIsNone() throws Exception {
    assertThat(read("{'error':null,'choices':[{'delta':{'content':'x'}}]}").kind())
        .isEqualTo(ChatChunk.Kind.CONTENT);
  }

  @Test
  void knowsTheEndMarker() throws Exception {
    assertThat(read("[DONE]").kind()).isEqualTo(ChatChunk.Kind.DONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[DONE",
        "DONE",
        "text",
        "[]",
        "1",
        "{",
        "{'choices':[",
        "{'choices':[{'delta':{'x'",
        "{'choices':[{'delta':{'x':[1,{'y':",
        "{'choices':[1,",
        "{'usage':",
        "{'a':1",
        "{'object':{'a':"
      })
  void garbageIsRefused(String data) {
    assertThatThrownBy(() -> read(data)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'object':{'choices':[]},'choices':[{'delta':{'content':'x'}}]}",
        "{'choices':[null,[1],{'delta':{'content':'x'}}]}",
        "{'choices':[{'delta':null},{'delta':{'content':'x'}}]}",
        "{'choices':[{'logprobs':{'delta':{}},'delta':{'content':'x'}}],'x':{'error':1}}",
        "{'choices':[{'index':0,'text':'x'}]}",
        "{'id':null,'x':[[[{'choices':[]}]]],'choices':[{'delta':{'content':'x'}}]}",
      })
  void oddSurroundingsHideNoContent(String data) throws Exception {
    assertThat(read(data).kind()).isEqualTo(ChatChunk.Kind.CONTENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'choices':[],'usage':null}              | {'choices':[]}",
        "{'choices':[] , 'usage' : null }         | {'choices':[] }",
        "{'usage':null,'choices':[]}              | {'choices':[]}",
        "{ 'usage' : null , 'choices':[]}         | { 'choices':[]}",
        "{'usage':null}                           | {}",
        "{'created':1790,'usage':null,'n':1}      | {'created':1790,'n':1}",
        "{'t':1.5e3,'usage':null,'n':1}           | {'t':1.5e3,'n':1}",
        "{'x':true,'usage':null,'é':'ü'}          | {'x':true,'é':'ü'}",
        "{'ü':'é\\n','usag\\u0065':null,'é':'ü'}  | {'ü':'é\\n','é':'ü'}",
        "{'a':{'usage':null},'usage':null}        | {'a':{'usage':null}}",
      })
  void takesOutANullUsageByteForByte(String data, String without) throws Exception {
    assertThat(read(data).withoutNullUsage().map(Bytes::utf8)).contains(without.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'choices':[]}", "{'a':{'usage':null}}", "{'a':1,'usage':{'prompt_tokens':1}}"})
  void leavesAloneWhatHasNoNullUsage(String data) throws Exception {
    assertThat(read(data).withoutNullUsage()).isEmpty();
  }

  @Test
  void dataOfSeveralLinesStaysOneEvent() {
    // Given
    Bytes data = Bytes.utf8("{\"a\":1,\n\"b\":2}\n");

    // When
    Bytes frame = ChatChunk.frame(data);

    // Then
    List<SseFrame> frames = new ArrayList<>();
    new SseFramer(1000, frames::add).feed(frame);
    assertThat(frames).extracting(SseFrame::data).containsExactly(data);
  }
}
