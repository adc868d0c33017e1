package dev.polder.bench;

/// What stands between the load and the upstream, or nothing.
///
/// @param port where the load sends its requests
/// @param processes whose CPU and memory count
record Contender(String name, int port, Processes processes) {
  static final String DIRECT = "direct";
  static final String NGINX = "nginx";
  static final String RELAY = "relay";
  static final String POLDER = "Polder";
  static final String BEFORE = "Polder before";
}
