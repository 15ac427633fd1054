// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import java.time.Duration;

/** Told how a measurement goes, and asked whether it should go on; called a few times a second from one thread. */
public interface ProcessMonitor {
    /** Ignores progress and never cancels. */
    ProcessMonitor SILENT = new ProcessMonitor() {};

    /**
     * How far a phase is.
     *
     * @param phase such as {@code measuring}
     * @param elapsed since the phase began
     * @param expected how long it is expected to take
     */
    default void progress(String phase, Duration elapsed, Duration expected) {}

    /** Whether to stop early; what has been measured by then is kept and marked incomplete. */
    default boolean cancelled() {
        return false;
    }
}
