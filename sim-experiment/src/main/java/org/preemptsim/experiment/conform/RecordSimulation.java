// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.List;
import java.util.Map;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineBuilder;
import org.preemptsim.models.machine.MachineOptions;

/**
 * What the simulated kernel did with a record's scenario.
 *
 * @param events in the record's form
 * @param facts by name
 * @param doneUs when each thread finished, of those that did
 */
record RecordSimulation(List<RecordEvent> events, Map<String, List<Object>> facts, Map<String, Long> doneUs) {
    /** Nothing is drawn at random: every length of the machine and of the steps is a constant. */
    private static final long SEED = 1;

    private static final long US = 1_000;

    /** Simulates a record's scenario to its horizon. */
    static RecordSimulation of(KernelRecord record) {
        TraceEvents.Sink sink = new TraceEvents.Sink();
        Trace trace = new Trace(sink);
        Machine machine = MachineBuilder.build(
                record.machine(),
                record.kernel(),
                record.workload(),
                MachineOptions.ofSeed(SEED).withTrace(trace));
        machine.run(record.horizonUs() * US);
        trace.flush();
        List<RecordEvent> events = TraceEvents.of(record, machine, sink);
        return new RecordSimulation(events, Facts.of(record.frame(), events), Facts.doneUs(events));
    }
}
