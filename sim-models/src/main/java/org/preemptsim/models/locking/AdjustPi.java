// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Activation;
import org.preemptsim.models.cpu.Cpu;
import org.preemptsim.models.cpu.Routine;

/**
 * After a task's own priority has changed: if it is blocked, its waiter is re-keyed and the chain walked, by the caller (rule K3.29).
 * Register a = task.
 *
 * @kernel rt_mutex_adjust_pi(), kernel/locking/rtmutex_api.c, v6.1
 */
final class AdjustPi implements Routine {
    private final RtMutexes rules;

    AdjustPi(RtMutexes rules) {
        this.rules = rules;
    }

    @Override
    public void step(Cpu cpu, Activation stack) {
        if (stack.pc() != 0) {
            stack.ret();
            return;
        }
        stack.pc(1);
        PiTask walker = rules.task(cpu.currentTask());
        rules.priorityChanged(rules.task((int) stack.a()), walker);
        if (walker.walkTask != null) {
            stack.call(rules.walk, 0);
        }
    }
}
