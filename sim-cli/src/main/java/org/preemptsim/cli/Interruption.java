// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.lang.reflect.Proxy;

/**
 * Ctrl-C and SIGTERM as a wish to stop: the first is noted, so that what has been simulated is still reported; a second
 * one ends the process at once.
 *
 * <p>The JDK's only handler of signals, {@code sun.misc.Signal}, is reached by reflection: the compiler warns of any direct
 * use. Where it is missing, the signals keep their usual effect. A signal that the caller had set to be ignored stays
 * ignored.
 */
final class Interruption {
    private final Runnable onFirst;
    private volatile int exitCode;

    private Interruption(Runnable onFirst) {
        this.onFirst = onFirst;
    }

    /**
     * Handles the signals from now on.
     *
     * @param onFirst called once, from another thread, when the first one comes
     */
    static Interruption install(Runnable onFirst) {
        Interruption interruption = new Interruption(onFirst);
        interruption.handle("INT", ExitCode.INTERRUPTED);
        interruption.handle("TERM", ExitCode.TERMINATED);
        return interruption;
    }

    /** One that never comes: for runs inside another program. */
    static Interruption never() {
        return new Interruption(() -> {});
    }

    /** Whether the user wants the work to stop. */
    boolean requested() {
        return exitCode != 0;
    }

    /** The exit status for the signal that came; {@link ExitCode#OK} if none has. */
    int exitCode() {
        return exitCode;
    }

    private synchronized void arrived(int code) {
        if (exitCode != 0) {
            // Shutdown hooks run: they end child processes and remove temporary files.
            System.exit(exitCode);
        }
        exitCode = code;
        onFirst.run();
    }

    private void handle(String name, int code) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object onSignal = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            arrived(code);
                            return null;
                        }
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> arguments != null && proxy == arguments[0];
                            default -> "handler of SIG" + name;
                        };
                    });
            Object instance = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, instance, onSignal);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Not a JDK with that class, or the signal is reserved (-Xrs): it ends the process as usual.
            return;
        }
    }
}
