// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.workload;

import java.util.Map;
import org.preemptsim.models.locking.KernelLock;
import org.preemptsim.models.sched.Scheduler;
import org.preemptsim.models.sched.TaskTimers;
import org.preemptsim.models.syscall.Syscalls;
import org.preemptsim.models.trace.Labels;

/** Tasks whose code is routines of their own in place of a step program. A machine adds them after the tasks of its specification. */
public interface NativeTasks {
    /**
     * What they can use.
     *
     * @param locks the kernel locks of the specification by name
     */
    record Kernel(
            Scheduler scheduler, Syscalls syscalls, TaskTimers timers, Labels labels, Map<String, KernelLock> locks) {
        public Kernel {
            locks = Map.copyOf(locks);
        }
    }

    /** Adds the tasks, each with its code on its stack, and prepares them. */
    void add(Kernel kernel);

    /** All tasks are known: arms the timers that wake them first. */
    void boot();
}
