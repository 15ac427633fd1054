// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.List;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.PreemptionModel;

/** Reads {@code kernel:}. */
final class KernelReader {
    private static final KernelVersion DEFAULT_VERSION = new KernelVersion(6, 6);
    private static final IrqThreadPriorities DEFAULT_PRIORITIES = new IrqThreadPriorities.Flat(50);

    private final Diagnostics diagnostics;

    KernelReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    KernelSpec read(Fields f) {
        KernelVersion version = Units.version(f.text("version", "6.6")).or(DEFAULT_VERSION);
        PreemptionModel preemption = f.word("preemption", PreemptionModel.values(), PreemptionModel.NONE);
        if (preemption == PreemptionModel.LAZY && !version.atLeast(6, 6)) {
            diagnostics.error(
                    f.at("preemption"),
                    DiagnosticCode.KERNEL_CONFLICT,
                    "preemption lazy does not exist in kernel " + version,
                    "it exists from 6.6 on (rules K1.07, K1.12)",
                    "use full, or kernel.version \"6.6\" or later");
            preemption = PreemptionModel.FULL;
        }
        int hz = f.integer("hz", 1, 1000, 250);
        return new KernelSpec(
                version,
                preemption,
                List.of(100, 250, 300, 1000).contains(hz) ? hz : 250,
                !f.text("nohz", "idle").equals("off"),
                f.bool("threadirqs", false),
                priorities(f));
    }

    private IrqThreadPriorities priorities(Fields kernel) {
        Fields f = kernel.fields("irq_thread_priorities");
        if (f == null) {
            return DEFAULT_PRIORITIES;
        }
        Fields scaled = f.fields("scaled");
        if (scaled == null) {
            return new IrqThreadPriorities.Flat(f.integer("flat", 1, 99, 50));
        }
        int from = scaled.integer("from", 1, 99, 50);
        int floor = scaled.integer("floor", 1, 99, 1);
        if (floor > from) {
            diagnostics.error(
                    scaled.at("floor"),
                    DiagnosticCode.OUT_OF_RANGE,
                    "floor " + floor + " is above from " + from,
                    "the priorities fall from the one to the other",
                    "exchange them");
            return DEFAULT_PRIORITIES;
        }
        return new IrqThreadPriorities.Scaled(from, floor);
    }
}
