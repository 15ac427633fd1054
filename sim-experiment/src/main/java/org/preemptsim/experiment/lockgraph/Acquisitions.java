// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.lockgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;

/** Walks the programs of a workload and notes every acquisition with what is held there. */
final class Acquisitions {
    private final Map<String, LockNode> locks;
    private final Set<String> masking;
    private final List<Acquisition> found = new ArrayList<>();

    /** One program under way. */
    private static final class Walk {
        final TaskSpec task;
        final List<String> held = new ArrayList<>();
        int next;

        Walk(TaskSpec task) {
            this.task = task;
        }
    }

    private Acquisitions(Map<String, LockNode> locks) {
        this.locks = locks;
        this.masking = locks.values().stream()
                .filter(LockNode::masks)
                .map(LockNode::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All acquisitions of all tasks, in the order of the programs. */
    static List<Acquisition> of(List<TaskSpec> tasks, Map<String, LockNode> locks) {
        Acquisitions a = new Acquisitions(locks);
        for (TaskSpec t : tasks) {
            a.steps(new Walk(t), t.program(), -1);
        }
        return List.copyOf(a.found);
    }

    /** Steps of a system call share the number of the call. */
    private void steps(Walk walk, List<Step> steps, int numberOfCall) {
        for (Step s : steps) {
            int number = numberOfCall >= 0 ? numberOfCall : walk.next++;
            step(walk, s, number, numberOfCall);
        }
    }

    private void step(Walk walk, Step s, int number, int numberOfCall) {
        if (s instanceof Step.Syscall c) {
            steps(walk, c.steps(), number);
        } else if (s instanceof Step.Repeat r) {
            steps(walk, r.steps(), numberOfCall);
            if (numberOfCall < 0) {
                walk.next++;
            }
        } else if (s instanceof Step.Chance c) {
            steps(walk, c.steps(), numberOfCall);
        } else if (s instanceof Step.Lock l) {
            taken(walk, number, l.lock(), true);
        } else if (s instanceof Step.Unlock l) {
            walk.held.remove(l.lock());
        } else if (s instanceof Step.KernelSync k) {
            kernel(walk, number, k);
        } else if (s instanceof Step.Sync u) {
            user(walk, number, u);
        }
    }

    private void kernel(Walk walk, int number, Step.KernelSync k) {
        switch (k.op()) {
            case LOCK_INTERRUPTIBLE, LOCK_TIMEOUT, READ_LOCK, WRITE_LOCK, DOWN, DOWN_INTERRUPTIBLE, WRITE_SEQLOCK ->
                taken(walk, number, k.object(), true);
            case TRYLOCK, DOWN_TRYLOCK -> taken(walk, number, k.object(), false);
            case READ_UNLOCK, WRITE_UNLOCK, UP, WRITE_SEQUNLOCK -> walk.held.remove(k.object());
            case DOWNGRADE_WRITE,
                    WAIT_FOR_COMPLETION,
                    COMPLETE,
                    COMPLETE_ALL,
                    WAIT_EVENT,
                    WAKE_UP,
                    WAKE_UP_ALL,
                    READ_SEQLOCK -> {
                // Nothing is held afterwards that was not before.
            }
        }
    }

    private void user(Walk walk, int number, Step.Sync u) {
        switch (u.op()) {
            case MUTEX_LOCK, SEM_WAIT, RW_RDLOCK, RW_WRLOCK -> taken(walk, number, u.object(), true);
            case MUTEX_TRYLOCK, SEM_TRYWAIT, RW_TRYRDLOCK, RW_TRYWRLOCK -> taken(walk, number, u.object(), false);
            case MUTEX_UNLOCK, SEM_POST, RW_UNLOCK -> walk.held.remove(u.object());
            case COND_WAIT -> {
                // The mutex is given up and taken again under whatever else is held.
                walk.held.remove(u.second());
                taken(walk, number, u.second(), true);
            }
            case MUTEX_CONSISTENT, COND_SIGNAL, COND_BROADCAST, BARRIER_WAIT, FUTEX_WAIT, FUTEX_WAKE -> {
                // Nothing is held afterwards that was not before.
            }
        }
    }

    private void taken(Walk walk, int number, String lock, boolean waits) {
        if (!locks.containsKey(lock)) {
            return;
        }
        boolean atomic = walk.held.stream().anyMatch(masking::contains);
        found.add(new Acquisition(walk.task, number, lock, walk.held, atomic, waits));
        walk.held.add(lock);
    }
}
