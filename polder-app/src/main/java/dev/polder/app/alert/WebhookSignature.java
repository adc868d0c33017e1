package dev.polder.app.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.model.Secret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The symmetric signature of Standard Webhooks 1.0.0: `v1,` and the base64 of an HMAC-SHA256 over
/// `id.timestamp.body`.
final class WebhookSignature {
  private static final String PREFIX = "whsec_";

  private final SecretKeySpec key;

  /// The standard's form of a secret is `whsec_` and the base64 of its bytes; of any other text the
  /// bytes in UTF-8 are the key, as with services that know no such form.
  WebhookSignature(Secret secret) {
    key = new SecretKeySpec(bytes(secret.reveal()), "HmacSHA256");
  }

  private static byte[] bytes(String text) {
    if (text.startsWith(PREFIX)) {
      try {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
      } catch (IllegalArgumentException notBase64) {
        return text.getBytes(UTF_8);
      }
    }
    return text.getBytes(UTF_8);
  }

  /// The value of the header `webhook-signature`.
  String of(String id, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
    }
  }
}
