// SPDX-License-Identifier: Apache-2.0
/**
 * Properties of the model, tried on machines and programs that are made up at random.
 *
 * <p>{@link org.preemptsim.models.property.Scenarios} generates a {@link org.preemptsim.models.property.Scenario}, {@link
 * org.preemptsim.models.property.Run} simulates it, and oracles judge what happened from trace records and read-only views alone: {@link
 * org.preemptsim.models.property.WaitForGraph} recomputes priorities, {@link org.preemptsim.models.property.LockReplay} who holds what,
 * {@link org.preemptsim.models.property.SchedulerReplay} who should run. None of them reads the model's own bookkeeping of what they judge.
 *
 * <p>{@link org.preemptsim.models.property.MutantsTest} breaks the model one rule at a time and expects a property to notice.
 */
@NullMarked
package org.preemptsim.models.property;

import org.jspecify.annotations.NullMarked;
