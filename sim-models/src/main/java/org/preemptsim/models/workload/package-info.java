// SPDX-License-Identifier: Apache-2.0
/**
 * What runs on the machine and the devices it uses: step programs, cyclictest, block devices, interrupt sources.
 *
 * <p>A task's program is compiled to flat arrays ({@link org.preemptsim.models.workload.Program}) and interpreted step by step; each task
 * draws the lengths of its steps from a stream of its own, so the n-th section of a task is as long on every kernel. stress needs no
 * code here: its workers are step programs of a profile.
 */
@NullMarked
package org.preemptsim.models.workload;

import org.jspecify.annotations.NullMarked;
