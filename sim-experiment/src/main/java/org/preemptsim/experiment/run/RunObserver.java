// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

import org.jspecify.annotations.Nullable;
import org.preemptsim.engine.TraceSink;
import org.preemptsim.experiment.scenario.Variant;
import org.preemptsim.models.machine.Machine;

/** Looks at one run from its beginning to its end, in the run's own thread. */
public interface RunObserver {
    /** Observes nothing. */
    RunObserver NONE = new RunObserver() {};

    /** Where the run's trace is to go, or null. Asked once, before the machine is built. */
    default @Nullable TraceSink sink() {
        return null;
    }

    /** Whether locks pass priorities on in this run. */
    default boolean inheritance() {
        return true;
    }

    /** The machine is built and has not run. */
    default void begins(Machine machine, Variant variant) {}

    /** The machine has stopped, and the whole trace has been handed out. */
    default void ends(Machine machine) {}
}
