// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models;

import java.util.List;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.Step.KernelOp;
import org.preemptsim.models.spec.Step.SyncOp;

/** Steps with lengths in microseconds. */
public final class Steps {
    private Steps() {}

    public static DurationDistribution us(long n) {
        return DurationDistribution.ofNs(n * 1_000);
    }

    public static Step compute(long us) {
        return new Step.Compute(us(us));
    }

    public static Step syscall(Step... steps) {
        return new Step.Syscall("call", List.of(steps));
    }

    public static Step kernel(long us) {
        return new Step.Kernel("work", us(us));
    }

    public static Step preemptOff(long us) {
        return new Step.PreemptOff("section", us(us));
    }

    public static Step irqsOff(long us) {
        return new Step.IrqsOff("section", us(us));
    }

    public static Step lock(String name) {
        return new Step.Lock(name);
    }

    public static Step unlock(String name) {
        return new Step.Unlock(name);
    }

    public static Step condResched() {
        return new Step.CondResched();
    }

    public static Step mightSleep() {
        return new Step.MightSleep();
    }

    public static Step sleepUntil(long us) {
        return new Step.SleepUntil(us * 1_000);
    }

    public static Step repeat(long times, Step... steps) {
        return new Step.Repeat(times, List.of(steps));
    }

    public static Step forever(Step... steps) {
        return new Step.Repeat(Step.Repeat.FOREVER, List.of(steps));
    }

    public static Step sync(SyncOp op, String object) {
        return new Step.Sync(op, object);
    }

    /** With a time-out in microseconds from the call. */
    public static Step sync(SyncOp op, String object, long timeoutUs) {
        return new Step.Sync(op, object, "", timeoutUs * 1_000);
    }

    /** An operation on a kernel lock. */
    public static Step op(KernelOp op, String lock) {
        return new Step.KernelSync(op, lock);
    }

    /** With a time-out in microseconds from the call. */
    public static Step op(KernelOp op, String lock, long timeoutUs) {
        return new Step.KernelSync(op, lock, timeoutUs * 1_000);
    }

    public static Step take(String mutex) {
        return sync(SyncOp.MUTEX_LOCK, mutex);
    }

    public static Step give(String mutex) {
        return sync(SyncOp.MUTEX_UNLOCK, mutex);
    }

    public static Step condWait(String condition, String mutex) {
        return new Step.Sync(SyncOp.COND_WAIT, condition, mutex, Step.Sync.NO_TIMEOUT);
    }

    public static Step setPolicy(String task, SchedPolicy policy) {
        return new Step.SetPolicy(task, policy);
    }
}
