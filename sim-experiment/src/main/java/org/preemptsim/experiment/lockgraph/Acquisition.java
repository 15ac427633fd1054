// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.lockgraph;

import java.util.List;
import org.preemptsim.models.spec.TaskSpec;

/**
 * One place of a program where a lock is taken.
 *
 * @param step the number of the program's step, as {@link org.preemptsim.models.spec.Step} counts them
 * @param held the locks held there, outermost first
 * @param atomic whether preemption or interrupts are off there
 * @param waits whether the task waits if it is not free; a trylock does not
 */
public record Acquisition(TaskSpec task, int step, String lock, List<String> held, boolean atomic, boolean waits) {
    public Acquisition {
        held = List.copyOf(held);
    }
}
