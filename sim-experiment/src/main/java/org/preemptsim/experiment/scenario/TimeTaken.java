// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.preemptsim.models.spec.BlockDeviceSpec;
import org.preemptsim.models.spec.CostKey;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.Step;

/**
 * Decides whether loops take time on a given machine. A simulation jumps from event to event: a loop without any time
 * in it has no next event, and the run would never end.
 *
 * <p>A step takes time if it can: a length that is now and then 0 lets time pass sooner or later.
 */
final class TimeTaken {
    /** How many steps may follow each other within one instant. */
    private static final long MOST_AT_ONCE = 1_000_000;

    private final MachineSpec machine;
    private final Map<String, BlockDeviceSpec> devices;
    private final Set<Step> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    TimeTaken(MachineSpec machine, Map<String, BlockDeviceSpec> devices) {
        this.machine = machine;
        this.devices = devices;
    }

    /** Whether this loop would hang the simulation; each is said to do so once, not again by the loops around it. */
    boolean hangs(Step.Repeat repeat) {
        if (any(repeat.steps())) {
            return false;
        }
        long turns = repeat.times() == Step.Repeat.FOREVER ? Long.MAX_VALUE : repeat.times();
        boolean hangs = product(turns, stepsAtOnce(repeat.steps())) > MOST_AT_ONCE;
        if (hangs) {
            reported.add(repeat);
        }
        return hangs;
    }

    private static long product(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    private static long stepsAtOnce(List<Step> steps) {
        long sum = 0;
        for (Step s : steps) {
            long of = 1;
            if (s instanceof Step.Repeat r) {
                of = product(Math.max(0, r.times()), stepsAtOnce(r.steps()));
            } else if (s instanceof Step.Syscall c) {
                of = stepsAtOnce(c.steps());
            } else if (s instanceof Step.Chance c) {
                of = stepsAtOnce(c.steps());
            }
            sum = sum > Long.MAX_VALUE - of ? Long.MAX_VALUE : sum + of;
        }
        return Math.max(1, sum);
    }

    private boolean any(List<Step> steps) {
        return steps.stream().anyMatch(this::takesTime);
    }

    private boolean takesTime(Step step) {
        if (reported.contains(step)) {
            return true;
        }
        if (step instanceof Step.Compute s) {
            return !Distributions.isZero(s.length());
        } else if (step instanceof Step.Kernel s) {
            return !Distributions.isZero(s.length());
        } else if (step instanceof Step.PreemptOff s) {
            return !Distributions.isZero(s.length());
        } else if (step instanceof Step.IrqsOff s) {
            return !Distributions.isZero(s.length());
        } else if (step instanceof Step.Sleep s) {
            return !Distributions.isZero(s.length()) || systemCallCosts();
        } else if (step instanceof Step.Syscall s) {
            return systemCallCosts() || any(s.steps());
        } else if (step instanceof Step.Repeat r) {
            return r.times() != 0 && any(r.steps());
        } else if (step instanceof Step.Chance c) {
            return c.probability() > 0 && any(c.steps());
        } else if (step instanceof Step.BlockIo b) {
            BlockDeviceSpec device = devices.get(b.device());
            return device == null || !Distributions.isZero(device.service());
        } else if (step instanceof Step.Lock || step instanceof Step.Unlock) {
            return costs(CostKey.LOCK_FAST);
        } else if (step instanceof Step.KernelSync) {
            return costs(CostKey.LOCK_FAST);
        } else if (step instanceof Step.Sync) {
            return costs(CostKey.USER_ATOMIC);
        } else if (step instanceof Step.Yield || step instanceof Step.SleepUntil || step instanceof Step.Signal) {
            return systemCallCosts();
        } else if (step instanceof Step.SetPolicy || step instanceof Step.SetNice || step instanceof Step.SetAffinity) {
            return systemCallCosts() || costs(CostKey.SCHED_SETATTR);
        }
        return step instanceof Step.NextPeriod || step instanceof Step.Exit;
    }

    private boolean systemCallCosts() {
        return costs(CostKey.SYSCALL_ENTRY) || costs(CostKey.SYSCALL_EXIT);
    }

    private boolean costs(CostKey key) {
        return !Distributions.isZero(machine.cost(key));
    }
}
