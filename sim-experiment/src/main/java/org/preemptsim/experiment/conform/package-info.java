// SPDX-License-Identifier: Apache-2.0
/**
 * Conformance with recorded kernels: a record's scenario is simulated and compared with what the real kernel did.
 *
 * <p>One direction, one step per type:
 *
 * <ol>
 *   <li>{@code LocatedJson} reads a record, {@code RecordReader} and {@code StepReader} turn what it may use as input (scenario, kernel
 *       and the tick phase of the first run) into a {@link org.preemptsim.experiment.conform.KernelRecord}; {@code RecordingMachine} is
 *       the machine the records were made on;
 *   <li>{@code RecordSimulation} runs it; {@code TraceEvents} turns the trace into the record's own form of events;
 *   <li>{@code Facts} derives facts from events. It knows nothing of the simulator: the same code derives the facts of a recorded
 *       kernel's events, which a test holds against the record's own facts;
 *   <li>{@code Conformance} does that for many records and gives a {@link org.preemptsim.experiment.conform.ConformanceReport}.
 * </ol>
 *
 * <p>A comparison is exact: each stable fact is equal or it is a mismatch. Times are warnings only.
 */
@NullMarked
package org.preemptsim.experiment.conform;

import org.jspecify.annotations.NullMarked;
