// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the trace has said about a task so far. */
final class TaskTrack {
    /** Where a task is. */
    enum Where {
        /** On its CPU. */
        ON,
        /** Runnable, not on a CPU. */
        READY,
        /** Asleep. */
        OFF,
        /** It has exited. */
        GONE
    }

    final int id;
    final String name;
    final String policy;
    /** Its own priority, the kernel's number; a ceiling it has gone to is not its own. */
    int own;
    /** The priority at which it is scheduled. */
    int effective;

    int cpu;
    Where where = Where.OFF;
    boolean throttled;
    /** Locks it waits for: while it takes or leaves the queue of the first it may wait for a lock of the kernel. */
    final List<LockTrack> waits = new ArrayList<>();
    /** How often it has asked for each lock, by label. */
    final Map<Integer, Long> requests = new HashMap<>();

    @Nullable
    OpenWait wait;

    @Nullable
    LockTrack lastReleased;
    /** The number of the last walk that came by. */
    long walk;

    // Kept off by a task that runs above its own priority.
    @Nullable
    TaskTrack keptOffBy;

    final List<KeptOffTime> keptOff = new ArrayList<>();
    long keptOffSinceNs;

    /** Time for which {@code by} has kept this task off since it became ready. */
    static final class KeptOffTime {
        final TaskTrack by;
        final String at;
        final int cpu;
        final long fromNs;
        long ns;

        KeptOffTime(TaskTrack by, String at, int cpu, long fromNs) {
            this.by = by;
            this.at = at;
            this.cpu = cpu;
            this.fromNs = fromNs;
        }
    }

    TaskTrack(int id, Cast.Member member) {
        this.id = id;
        this.name = member.name();
        this.policy = member.policy();
        this.own = member.prio();
        this.effective = member.prio();
    }

    @Nullable
    LockTrack waitsFor() {
        return waits.isEmpty() ? null : waits.get(waits.size() - 1);
    }

    long requestsOf(LockTrack lock) {
        return requests.getOrDefault(lock.label, 0L);
    }

    void requested(LockTrack lock) {
        requests.merge(lock.label, 1L, Long::sum);
    }

    void notRequested(LockTrack lock) {
        requests.merge(lock.label, -1L, Long::sum);
    }
}
