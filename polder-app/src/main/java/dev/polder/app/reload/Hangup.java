package dev.polder.app.reload;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// SIGHUP, by which operators ask a service to read its configuration anew.
///
/// Java hears signals only by `sun.misc.Signal`, which module `jdk.unsupported` exports. The
/// compiler warns of that name in a way that no annotation silences, so it is called by reflection.
public final class Hangup {
  private Hangup() {}

  /// Calls `heard` in a thread of the JVM's at every SIGHUP, which then no longer ends the program.
  ///
  /// @return whether this system has the signal and leaves it to us
  public static boolean whenHeard(Runnable heard) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler listener =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) { // the JVM asks its handlers nothing else
              heard.run();
            }
            return null;
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("HUP"),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, listener));
      return true;
    } catch (InvocationTargetException notHere) { // Windows, or a JVM started with -Xrs
      return false;
    } catch (ReflectiveOperationException withoutSignals) { // a JVM without jdk.unsupported
      return false;
    }
  }
}
