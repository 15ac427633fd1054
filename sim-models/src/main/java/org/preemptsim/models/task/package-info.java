// SPDX-License-Identifier: Apache-2.0
/**
 * What a task is: its number, name, policy, CPUs, stack and sleep state. Where it stands in a run queue is the {@code sched}
 * room's, what it waits for is the {@code locking} room's.
 */
@NullMarked
package org.preemptsim.models.task;

import org.jspecify.annotations.NullMarked;
