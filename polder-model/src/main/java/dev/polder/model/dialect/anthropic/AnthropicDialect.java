package dev.polder.model.dialect.anthropic;

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
import dev.polder.model.dialect.wire.RequestBody;
import java.util.Set;

/// Anthropic's Messages, in one of its versions.
public final class AnthropicDialect implements Dialect {
  private static final PlainRequest.Form FORM =
      new PlainRequest.Form("messages", "max_tokens", Set.of());

  private final AnthropicVersion version;

  public AnthropicDialect(AnthropicVersion version) {
    this.version = version;
  }

  @Override
  public DialectRules rules() {
    return AnthropicRules.of(version);
  }

  @Override
  public PlainRequest scan(Bytes body) throws RefusedException {
    return PlainRequest.read(body, FORM, rules());
  }

  @Override
  public ReadRequest readRequest(Bytes body) throws RefusedException {
    return new AnthropicRequestReader(rules()).read(RequestBody.tree(body));
  }

  @Override
  public Bytes writeRequest(Conversation fitting, Sending sending) throws RefusedException {
    return Json.bytes(new AnthropicRequestWriter(version).write(fitting, sending));
  }

  @Override
  public Completion readAnswer(Bytes body) throws GarbledException {
    return AnthropicAnswers.read(body);
  }

  @Override
  public Bytes writeAnswer(Completion answer, Letterhead letterhead) throws GarbledException {
    return AnthropicAnswers.write(answer, letterhead);
  }

  @Override
  public StreamDecoder decoder() {
    return new AnthropicDecoder();
  }

  @Override
  public StreamEncoder encoder(Letterhead letterhead, boolean usageAsked) {
    return new AnthropicEncoder(letterhead);
  }

  @Override
  public ErrorReport readError(int status, Bytes body) {
    return AnthropicErrors.read(status, body);
  }

  @Override
  public Bytes writeError(ErrorReport error) {
    return Json.bytes(AnthropicErrors.tree(error));
  }

  @Override
  public int status(ErrorReport error) {
    return AnthropicErrors.status(error);
  }
}
