// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.spec.WorkloadSpec;

/**
 * Who and what the records of a trace are about.
 *
 * @param cpus how many CPUs; the idle tasks have the first numbers
 * @param tasks by number
 * @param lockName the name of a lock's label
 * @param events names of objects that tell events and are not held
 * @param ceilings user-visible priorities to which tasks raise themselves when they take a lock
 */
record Cast(int cpus, List<Member> tasks, IntFunction<String> lockName, Set<String> events, Set<Integer> ceilings) {
    /** The priority at which the owner of a mutex of protocol npcs runs. */
    private static final int NPCS = 99;

    /** A task; {@code prio} is the kernel's number. */
    record Member(String name, String policy, int prio) {}

    Cast {
        tasks = List.copyOf(tasks);
        events = Set.copyOf(events);
        ceilings = Set.copyOf(ceilings);
    }

    /** The tasks and objects of a machine that has not run yet. */
    static Cast of(Machine machine, WorkloadSpec workload) {
        List<Member> tasks = new ArrayList<>();
        for (int i = 0; i < machine.scheduler().taskCount(); i++) {
            SchedPolicy policy = machine.scheduler().task(i).policy();
            tasks.add(new Member(
                    machine.scheduler().task(i).name(),
                    shortText(policy),
                    machine.scheduler().effectivePrio(i)));
        }
        return new Cast(machine.cpus().size(), tasks, machine.labels()::nameOf, events(workload), ceilings(workload));
    }

    private static String shortText(SchedPolicy policy) {
        return policy.kind() == SchedPolicy.Kind.DEADLINE ? "deadline" : policy.toString();
    }

    private static Set<String> events(WorkloadSpec workload) {
        Set<String> names = new HashSet<>();
        for (LockSpec lock : workload.locks()) {
            boolean event =
                    switch (lock.kind()) {
                        case COMPLETION, WAIT_QUEUE -> true;
                        case SEMAPHORE -> lock.count() == 0;
                        case RAW_SPINLOCK,
                                RAW_SPINLOCK_IRQ,
                                SPINLOCK,
                                SPINLOCK_IRQ,
                                SPINLOCK_BH,
                                RWLOCK,
                                LOCAL_LOCK,
                                MUTEX,
                                RT_MUTEX,
                                RW_SEMAPHORE,
                                SEQLOCK -> false;
                    };
            if (event) {
                names.add(lock.name());
            }
        }
        for (UserObjectSpec object : workload.userObjects()) {
            if (tellsEvents(object)) {
                names.add(object.name());
            }
        }
        return names;
    }

    private static boolean tellsEvents(UserObjectSpec object) {
        if (object instanceof UserObjectSpec.Semaphore s) {
            return s.value() == 0;
        }
        return !(object instanceof UserObjectSpec.Mutex || object instanceof UserObjectSpec.RwLock);
    }

    private static Set<Integer> ceilings(WorkloadSpec workload) {
        Set<Integer> priorities = new HashSet<>();
        for (UserObjectSpec object : workload.userObjects()) {
            if (object instanceof UserObjectSpec.Mutex m && m.protocol() == Protocol.PROTECT) {
                priorities.add(m.ceiling());
            } else if (object instanceof UserObjectSpec.Mutex m && m.protocol() == Protocol.NPCS) {
                priorities.add(NPCS);
            }
        }
        return priorities;
    }
}
