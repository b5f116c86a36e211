package io.xenscope.cli;

import java.lang.reflect.Proxy;

/** What SIGHUP means: by custom, that files have been moved away and are to be opened anew. */
final class Hangup {

    private Hangup() {}

    /** Does this on SIGHUP from now on, where there is such a signal and nobody has forbidden it. */
    static void does(Runnable action) {
        // Signals have no public interface, only this one that all Java platforms have: by name, since it may go.
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Then SIGHUP ends the process, as it does by default.
            return;
        }
    }
}
