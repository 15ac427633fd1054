// SPDX-License-Identifier: Apache-2.0
/**
 * Looks and records, changes nothing: wakeup latencies with their worst samples, and what each CPU did during those.
 *
 * <p>A {@link org.preemptsim.models.probe.LatencyProbe} belongs to one measuring task. When a sample is among the worst, the stretch from
 * expiry to the clock read is copied from the CPUs' segment logs: up to the wakeup from the CPU whose timer fired, then from the CPU
 * that runs the task. The copied stretches are gapless, so they sum to the sample. What each means is decided later, when the result is
 * made; here they stay packed.
 */
@NullMarked
package org.preemptsim.models.probe;

import org.jspecify.annotations.NullMarked;
