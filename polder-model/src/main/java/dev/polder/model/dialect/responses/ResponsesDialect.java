package dev.polder.model.dialect.responses;

import dev.polder.http.Bytes;
import dev.polder.model.dialect.Completion;
import dev.polder.model.dialect.Conversation;
import dev.polder.model.dialect.Dialect;
import dev.polder.model.dialect.DialectRules;
import dev.polder.model.dialect.ErrorReport;
import dev.polder.model.dialect.GarbledException;
import dev.polder.model.dialect.Letterhead;
import dev.polder.model.dialect.PlainRequest;
import dev.polder.model.dialect.ReadRequest;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.Sending;
import dev.polder.model.dialect.StreamDecoder;
import dev.polder.model.dialect.StreamEncoder;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.dialect.wire.OpenAiErrors;
import dev.polder.model.dialect.wire.RequestBody;
import java.util.Set;

/// OpenAI's Responses without state: a request holds the whole conversation, and no answer is kept.
public final class ResponsesDialect implements Dialect {
  private static final PlainRequest.Form FORM =
      new PlainRequest.Form(
          "input",
          "max_output_tokens",
          Set.of("previous_response_id", "conversation", "background", "prompt"));

  @Override
  public DialectRules rules() {
    return ResponsesRules.RULES;
  }

  @Override
  public PlainRequest scan(Bytes body) throws RefusedException {
    return PlainRequest.read(body, FORM, rules());
  }

  @Override
  public ReadRequest readRequest(Bytes body) throws RefusedException {
    return new ResponsesRequestReader().read(RequestBody.tree(body));
  }

  @Override
  public Bytes writeRequest(Conversation fitting, Sending sending) {
    return Json.bytes(ResponsesRequestWriter.write(fitting));
  }

  @Override
  public Completion readAnswer(Bytes body) throws GarbledException {
    return ResponsesAnswers.read(body);
  }

  @Override
  public Bytes writeAnswer(Completion answer, Letterhead letterhead) {
    return ResponsesAnswers.write(answer, letterhead);
  }

  @Override
  public StreamDecoder decoder() {
    return new ResponsesDecoder();
  }

  @Override
  public StreamEncoder encoder(Letterhead letterhead, boolean usageAsked) {
    return new ResponsesEncoder(letterhead);
  }

  @Override
  public ErrorReport readError(int status, Bytes body) {
    return OpenAiErrors.read(status, body);
  }

  @Override
  public Bytes writeError(ErrorReport error) {
    return Bytes.utf8(OpenAiErrors.body(error).json());
  }

  @Override
  public int status(ErrorReport error) {
    return OpenAiErrors.status(error);
  }
}
