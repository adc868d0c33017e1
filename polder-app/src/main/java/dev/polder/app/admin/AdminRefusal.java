package dev.polder.app.admin;

/// A request of the admin API that cannot be followed; the message is for whoever made it.
final class AdminRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  AdminRefusal(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
