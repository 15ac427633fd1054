// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.jspecify.annotations.Nullable;
import org.preemptsim.models.cpu.Cpu;

/**
 * What priority inheritance knows of a task: what it waits for, whom it inherits from, and the chain walk that it is executing.
 *
 * @kernel struct rt_mutex_waiter; pi_blocked_on and pi_waiters of struct task_struct, v6.6
 */
final class PiTask {
    final int task;
    /** Its place among the waiters of {@link #blockedOn}. */
    final WaiterNode inLock;
    /** Its place among the donors of the owner of {@link #blockedOn}, while it is that lock's top waiter. */
    final WaiterNode inOwner;
    /** The top waiter of each lock that it owns and that has waiters (rule K3.03). */
    final WaiterTree donors = new WaiterTree();
    /** The lock it is queued on. */
    @Nullable
    RtMutex blockedOn;
    /** The CPU on which it last began to spin for the owner. */
    @Nullable
    Cpu spinsOn;
    /** The errno with which its wait ends. */
    int error;

    // A chain walk that this task executes; see ChainWalk.
    @Nullable
    PiTask walkTask;

    @Nullable
    RtMutex walkOrigin;

    @Nullable
    RtMutex walkNext;

    @Nullable
    PiTask walkTopWaiter;
    /** Whether the walk is that of a new waiter: it ends when the origin has lost its owner. */
    boolean walkOfWaiter;
    /** The task that started it. */
    @Nullable
    PiTask walkTopTask;

    boolean walkDetects;
    /** Whether priorities still change on the way; if not, the walk only looks for a deadlock. */
    boolean walkRequeues;

    int walkDepth;
    int walkResult;

    PiTask(int task) {
        this.task = task;
        this.inLock = new WaiterNode(this);
        this.inOwner = new WaiterNode(this);
    }

    /** The task whose priority it inherits, or -1. */
    int donor() {
        PiTask first = donors.first();
        return first == null ? RtMutex.NONE : first.task;
    }

    /** What it looked at has changed: ends its spinning, if it is spinning. */
    void look() {
        Cpu cpu = spinsOn;
        if (cpu != null && cpu.currentTask() == task) {
            cpu.endSpinNow();
        }
    }
}
