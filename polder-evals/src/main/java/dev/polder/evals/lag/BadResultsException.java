package dev.polder.evals.lag;

/// Results from which no lag can be computed; the message says file, line and remedy.
public final class BadResultsException extends Exception {
  private static final long serialVersionUID = 1;

  BadResultsException(String place, String what) {
    super(place + ": " + what);
  }
}
