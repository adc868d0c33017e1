package dev.polder.model.dialect;

import dev.polder.http.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Carries a call from a client's dialect into an upstream's, and the answer back.
///
/// Stateless but for what [#stream] gives; any thread may call.
public record Translation(Dialect client, Dialect upstream) {

  /// A request as the upstream gets it.
  ///
  /// @param dropped what of the client's request is not in it, as the client's dialect names it
  public record Request(Bytes body, List<String> dropped) {
    public Request {
      dropped = List.copyOf(dropped);
    }
  }

  /// Puts a request, which the client's dialect has read, into the upstream's.
  ///
  /// @param model what the upstream calls the model
  /// @throws RefusedException when the upstream's dialect cannot say it: no fault of the client,
  ///   but another candidate may serve it
  public Request request(ReadRequest read, String model, Sending sending) throws RefusedException {
    DialectRules.Fitted fitted = upstream.rules().fit(read.conversation().forModel(model));
    Set<String> dropped = new LinkedHashSet<>(read.dropped());
    for (Feature feature : fitted.dropped()) {
      dropped.add(client.rules().nameOf(feature));
    }
    return new Request(
        upstream.writeRequest(fitted.conversation(), sending), new ArrayList<>(dropped));
  }

  /// Puts the upstream's answer into the client's dialect.
  ///
  /// @throws GarbledException when it is none, or the client's dialect cannot hold it
  public Answer answer(Bytes body, Letterhead letterhead) throws GarbledException {
    Completion completion = upstream.readAnswer(body);
    return new Answer(client.writeAnswer(completion, letterhead), completion);
  }

  /// An answer as the client gets it, and what it is.
  public record Answer(Bytes body, Completion completion) {}

  /// Begins to put a stream into the client's dialect.
  ///
  /// @param usageAsked whether the client asked for usage in the stream
  public StreamTranslation stream(Letterhead letterhead, boolean usageAsked) {
    return new StreamTranslation(upstream.decoder(), client.encoder(letterhead, usageAsked));
  }

  /// Puts an upstream's error into the client's dialect.
  public Bytes error(int status, Bytes body) {
    return client.writeError(upstream.readError(status, body));
  }
}
