// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.preemptsim.models.property.Run.Event;
import org.preemptsim.models.property.Scenarios.What;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.trace.TracePoint;

/**
 * Bounded priority inversion on one CPU.
 *
 * <p>Under priority inheritance a job is blocked by each task of lower priority for at most one of its outermost critical sections. So,
 * with jobs that do not suspend themselves, one job a task, and no overheads, task i has ended at the latest
 *
 * <pre>  C(i) + sum over higher tasks h of C(h) + sum over lower tasks l of max critical section of l</pre>
 *
 * after its release. Sha, Rajkumar, Lehoczky, "Priority Inheritance Protocols: An Approach to Real-Time Synchronization", IEEE Transactions
 * on Computers 39(9), 1990, theorems 5 and 6; a critical section here lasts from the first lock taken to the last one released, since
 * locks are released in any order.
 */
class BlockingBoundProperties {
    @Provide
    Arbitrary<Scenario> kernelMutexes() {
        return bounded()
                .kinds(LockSpec.Kind.MUTEX, LockSpec.Kind.RT_MUTEX, LockSpec.Kind.SPINLOCK)
                .arbitrary();
    }

    @Provide
    Arbitrary<Scenario> pthreadMutexes() {
        return bounded().kinds().protocols(Protocol.INHERIT).arbitrary();
    }

    private static Scenarios bounded() {
        return Scenarios.simple()
                .costs(0L)
                .without(What.SLEEP)
                .withDistinctPriorities()
                .tasks(2, 6)
                .maxActions(12);
    }

    @Property
    void noTaskEndsLaterThanBlockingAllows(@ForAll("kernelMutexes") Scenario s) {
        // K3.04, K3.14
        bounded(s);
    }

    @Property
    void noUserTaskEndsLaterThanBlockingAllows(@ForAll("pthreadMutexes") Scenario s) {
        // K3.04, K3.38
        bounded(s);
    }

    private static void bounded(Scenario s) {
        Run run = Run.of(s);
        Map<String, Long> ends = new HashMap<>();
        for (Event e : run.events()) {
            if (e.point() == TracePoint.SCHED_PROCESS_EXIT) {
                ends.put(run.task(e.subject()), e.timeNs());
            }
        }
        for (TaskSpec t : s.tasks()) {
            // A timer fires 1 ns after time 0 at the earliest.
            long boundNs = Math.max(1, t.startNs());
            for (TaskSpec other : s.tasks()) {
                boolean lower = other.policy().priority() < t.policy().priority();
                boundNs += lower ? longestSectionNs(other) : Scenario.demandNs(other.program()) - slackNs(other);
            }
            long endNs = ends.getOrDefault(t.name(), Long.MAX_VALUE);
            if (endNs > boundNs) {
                throw run.violation(endNs, t.name() + " ends after its bound, " + boundNs + " ns");
            }
        }
    }

    /** What the scenario allows for timers; there are none here. */
    private static long slackNs(TaskSpec t) {
        return t.program().stream().filter(s -> s instanceof Step.Sync).count() * 60_000;
    }

    private static long longestSectionNs(TaskSpec t) {
        List<String> held = new ArrayList<>();
        long sum = 0;
        long longest = 0;
        for (Step s : t.program()) {
            if (s instanceof Step.Lock l) {
                held.add(l.lock());
            } else if (s instanceof Step.Unlock u) {
                held.remove(u.lock());
            } else if (s instanceof Step.Sync y && y.op() == Step.SyncOp.MUTEX_LOCK) {
                held.add(y.object());
            } else if (s instanceof Step.Sync y) {
                held.remove(y.object());
            } else if (!held.isEmpty()) {
                sum += Scenario.demandNs(List.of(s));
            }
            longest = Math.max(longest, sum);
            if (held.isEmpty()) {
                sum = 0;
            }
        }
        return longest;
    }
}
