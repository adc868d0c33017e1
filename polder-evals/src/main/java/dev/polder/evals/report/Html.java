package dev.polder.evals.report;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.polder.chart.Chart;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// A piece of a page that means to a browser what was written here and nothing else.
///
/// Markup comes only from constants of this program; whatever fills the holes is escaped. So no
/// text of a model can become markup, and nobody has to think of it.
record Html(String markup) {
  static final Html NOTHING = new Html("");

  /// A template with a hole `{}` for each part; parts that are not pieces themselves are text.
  static Html of(@CompileTimeConstant String template, Object... parts) {
    StringBuilder markup = new StringBuilder(template.length() + 64);
    int from = 0;
    for (Object part : parts) {
      int hole = template.indexOf("{}", from);
      if (hole < 0) {
        throw new IllegalArgumentException("more parts than holes in: " + template);
      }
      markup.append(template, from, hole).append(piece(part));
      from = hole + 2;
    }
    if (template.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException("more holes than parts in: " + template);
    }
    return new Html(markup.append(template, from, template.length()).toString());
  }

  /// Pieces one after the other.
  static Html all(Collection<Html> pieces) {
    return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining()));
  }

  static Html all(Html... pieces) {
    return all(List.of(pieces));
  }

  /// A chart with its caption and numbers, which escapes by itself.
  static Html figure(Chart chart) {
    return new Html(chart.figure());
  }

  private static String piece(Object part) {
    return part instanceof Html html ? html.markup : Plainly.text(String.valueOf(part));
  }
}
