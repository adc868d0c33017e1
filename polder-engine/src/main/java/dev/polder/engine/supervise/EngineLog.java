package dev.polder.engine.supervise;

/// Receives what engines print, line by line, and what their supervisor has to say about them.
///
/// One thread per engine calls it. It may block: the child does not wait for it, and what it cannot
/// keep up with is left out and counted.
@FunctionalInterface
public interface EngineLog {
  void line(String engine, String text);
}
