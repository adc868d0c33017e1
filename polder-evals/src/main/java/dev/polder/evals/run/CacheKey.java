package dev.polder.evals.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.evals.solve.Digests;
import dev.polder.http.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/// What could change an answer, in 128 bits: whom, exactly what, in which epoch, and which time in
/// it.
record CacheKey(long high, long low) {
  /// In hexadecimal digits.
  static final int DIGITS = 32;

  /// @param identity of the deployment, see [Subject]
  /// @param request the bytes that go upstream
  /// @param time how often the same was asked before in the same trial
  static CacheKey of(String identity, Bytes request, int epoch, int time) {
    MessageDigest digest = Digests.sha256();
    digest.update(identity.getBytes(UTF_8));
    digest.update(ByteBuffer.allocate(9).put((byte) 0).putInt(epoch).putInt(time).flip());
    digest.update(request.array(), request.offset(), request.length());
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new CacheKey(bytes.getLong(), bytes.getLong());
  }

  /// The key whose digits stand at `offset`.
  static CacheKey read(byte[] bytes, int offset) {
    String digits = new String(bytes, offset, DIGITS, UTF_8);
    return new CacheKey(
        HexFormat.fromHexDigitsToLong(digits, 0, 16),
        HexFormat.fromHexDigitsToLong(digits, 16, DIGITS));
  }

  String digits() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
