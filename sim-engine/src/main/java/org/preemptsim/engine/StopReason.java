// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

/** Why {@link Simulation#run} returned. */
public enum StopReason {
    /** The asked time is reached. */
    HORIZON,
    /** No event is pending: nothing can ever happen again. */
    EXHAUSTED,
    /** {@link Simulation#requestStop} was called from within the run. */
    REQUESTED
}
