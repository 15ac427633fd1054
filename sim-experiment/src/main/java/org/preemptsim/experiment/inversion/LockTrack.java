// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the trace has said about a lock so far: who holds it, and since when. */
final class LockTrack {
    final int label;
    final String name;
    /** Whether it tells events: then nobody holds it. */
    final boolean event;

    private final List<Hold> holds = new ArrayList<>();

    record Hold(TaskTrack task, long sinceNs) {}

    LockTrack(int label, String name, boolean event) {
        this.label = label;
        this.name = name;
        this.event = event;
    }

    /** Who has held it longest of those that hold it now. */
    @Nullable
    Hold first() {
        return holds.isEmpty() ? null : holds.get(0);
    }

    /** Who holds it, longest first. */
    List<Hold> holds() {
        return holds;
    }

    boolean heldBy(TaskTrack task) {
        return holds.stream().anyMatch(h -> h.task() == task);
    }

    boolean heldByOthers(TaskTrack task) {
        return holds.stream().anyMatch(h -> h.task() != task);
    }

    boolean free() {
        return holds.isEmpty();
    }

    Hold taken(TaskTrack task, long nowNs) {
        Hold hold = new Hold(task, nowNs);
        holds.add(hold);
        return hold;
    }

    /** Given up by {@code task}; where others may give it up, such as a semaphore, for who has held it longest. */
    void released(TaskTrack task) {
        for (int i = 0; i < holds.size(); i++) {
            if (holds.get(i).task() == task) {
                holds.remove(i);
                return;
            }
        }
        if (!holds.isEmpty()) {
            holds.remove(0);
        }
    }
}
