// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.spec;

import java.util.List;

/** What runs on the machine. Names are unique within each list; the reader has checked all references. */
public record WorkloadSpec(
        List<LockSpec> locks,
        List<IrqLineSpec> lines,
        List<BlockDeviceSpec> blockDevices,
        List<TaskSpec> tasks,
        List<CyclictestSpec> cyclictests,
        List<UserObjectSpec> userObjects) {
    public WorkloadSpec {
        locks = List.copyOf(locks);
        lines = List.copyOf(lines);
        blockDevices = List.copyOf(blockDevices);
        tasks = List.copyOf(tasks);
        cyclictests = List.copyOf(cyclictests);
        userObjects = List.copyOf(userObjects);
    }

    /** A workload without synchronization objects of user space. */
    public WorkloadSpec(
            List<LockSpec> locks,
            List<IrqLineSpec> lines,
            List<BlockDeviceSpec> blockDevices,
            List<TaskSpec> tasks,
            List<CyclictestSpec> cyclictests) {
        this(locks, lines, blockDevices, tasks, cyclictests, List.of());
    }
}
