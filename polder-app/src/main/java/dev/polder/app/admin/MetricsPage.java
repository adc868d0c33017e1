package dev.polder.app.admin;

import java.util.function.Supplier;

/// `/metrics` at the admin port.
///
/// @param open whether who asks for it need show no token
/// @param text the page as it is now; asked on a thread that may block
public record MetricsPage(boolean open, Supplier<String> text) {
  static final String PATH = "/metrics";
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
}
