// SPDX-License-Identifier: Apache-2.0
/**
 * What a machine is made of, as plain immutable data: the input of one run after all text has been resolved.
 *
 * <p>Nothing here has behaviour beyond checking itself. All times are nanoseconds, all references are by name and are
 * turned into dense ids by {@code org.preemptsim.models.machine}. The room lies below every other room of the model
 * so that each room can take its own part of the specification without seeing the others.
 *
 * <ul>
 *   <li>{@link org.preemptsim.models.spec.MachineSpec} is the hardware and what kernel paths cost on it;
 *   <li>{@link org.preemptsim.models.spec.KernelSpec} is the kernel: version, preemption model, tick, irq threading;
 *   <li>{@link org.preemptsim.models.spec.WorkloadSpec} is what runs: locks, block devices, interrupt lines, tasks, cyclictest.
 * </ul>
 *
 * <p>The lengths of kernel sections belong to the workload and the machine; which of them mask preemption belongs to
 * the kernel model. That is why no type here says "preemptible".
 */
@NullMarked
package org.preemptsim.models.spec;

import org.jspecify.annotations.NullMarked;
