package dev.polder.model.dialect.wire;

import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.RefusedException;

/// Pictures as URLs, the way OpenAI's dialects carry them: one with the scheme `data` holds the
/// picture itself.
public final class Images {
  private static final String DATA = "data:";
  private static final String BASE64 = ";base64,";

  private Images() {}

  /// The picture behind a URL.
  ///
  /// @param field where the URL stands
  /// @throws RefusedException when it is neither an address nor a picture in base64
  public static Part read(String url, String detail, String field) throws RefusedException {
    if (!url.regionMatches(true, 0, DATA, 0, DATA.length())) {
      if (!url.startsWith("http://") && !url.startsWith("https://")) {
        throw new RefusedException(
            "'%s' must be an address with http or https, or a data URL.".formatted(field), field);
      }
      return new Part.ImageAddress(url, detail);
    }
    int mark = url.indexOf(BASE64);
    if (mark < 0 || !url.startsWith("image/", DATA.length())) {
      throw new RefusedException(
          "'%s' must hold a picture in base64: 'data:image/png;base64,…'.".formatted(field), field);
    }
    return new Part.ImageBytes(
        url.substring(DATA.length(), mark), url.substring(mark + BASE64.length()), detail);
  }

  /// The picture as a URL.
  public static String url(Part.ImageBytes image) {
    return DATA + image.mediaType() + BASE64 + image.base64();
  }
}
