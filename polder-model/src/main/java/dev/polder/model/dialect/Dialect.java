package dev.polder.model.dialect;

import dev.polder.http.Bytes;

/// A way to ask a model and to be answered, on either side of Polder.
///
/// Stateless: one serves all calls, on any thread. What reads or writes one stream is made anew for
/// it.
public interface Dialect {
  /// What it takes and what it can say.
  DialectRules rules();

  /// Finds in a client's request what a gateway must know, for an upstream of the same dialect.
  ///
  /// @throws RefusedException when it is none of this dialect, or asks for state that Polder does
  ///   not keep
  PlainRequest scan(Bytes body) throws RefusedException;

  /// Reads a client's request in order to translate it.
  ///
  /// @throws RefusedException when it is none of this dialect, or asks for what Polder does not do
  ReadRequest readRequest(Bytes body) throws RefusedException;

  /// Writes a request for an upstream.
  ///
  /// @param fitting a conversation that [DialectRules#fit] has made fitting
  /// @throws RefusedException when it cannot be said all the same
  Bytes writeRequest(Conversation fitting, Sending sending) throws RefusedException;

  /// Reads an upstream's answer in one piece.
  ///
  /// @throws GarbledException when it is no whole answer of this dialect
  Completion readAnswer(Bytes body) throws GarbledException;

  /// Writes an answer in one piece for a client.
  ///
  /// @throws GarbledException when the answer has something that this dialect cannot hold, such as
  ///   arguments of a tool call that are no JSON object
  Bytes writeAnswer(Completion answer, Letterhead letterhead) throws GarbledException;

  /// Begins to read an upstream's stream.
  StreamDecoder decoder();

  /// Begins to write a client's stream.
  ///
  /// @param usageAsked whether the client asked for usage, where the dialect leaves that open
  StreamEncoder encoder(Letterhead letterhead, boolean usageAsked);

  /// Reads an upstream's error.
  ///
  /// @param status HTTP's
  ErrorReport readError(int status, Bytes body);

  /// Writes the body of an error for a client.
  Bytes writeError(ErrorReport error);

  /// The status with which this dialect tells such an error.
  int status(ErrorReport error);
}
