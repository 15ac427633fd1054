// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.lockgraph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.lockgraph.LockNode.Progress;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/** The vertices of a workload on a kernel: what a lock of each kind does there (rule K2.04). */
final class LockNodes {
    private LockNodes() {}

    /** By name, in the order of the scenario. Waiting places without an owner that is to release them are no locks. */
    static Map<String, LockNode> of(WorkloadSpec workload, PreemptionModel model) {
        Map<String, LockNode> out = new LinkedHashMap<>();
        for (LockSpec l : workload.locks()) {
            LockNode node = kernel(l, model == PreemptionModel.RT);
            if (node != null) {
                out.put(l.name(), node);
            }
        }
        for (UserObjectSpec o : workload.userObjects()) {
            if (o instanceof UserObjectSpec.Mutex m) {
                out.put(m.name(), mutex(m));
            } else if (o instanceof UserObjectSpec.RwLock r) {
                out.put(r.name(), new LockNode(r.name(), "pthread rwlock", Progress.NOTHING, true, false));
            } else if (o instanceof UserObjectSpec.Semaphore s) {
                out.put(s.name(), new LockNode(s.name(), "semaphore", Progress.NOTHING, true, false));
            }
        }
        return Collections.unmodifiableMap(out);
    }

    private static LockNode mutex(UserObjectSpec.Mutex m) {
        Progress progress =
                switch (m.protocol()) {
                    case NONE -> Progress.NOTHING;
                    case INHERIT -> Progress.INHERITED;
                    case PROTECT, SRP, NPCS -> Progress.CEILING;
                };
        String protocol = m.protocol().name().toLowerCase(Locale.ROOT);
        return new LockNode(m.name(), "pthread mutex (" + protocol + ")", progress, true, false);
    }

    private static @Nullable LockNode kernel(LockSpec l, boolean rt) {
        String kind = l.kind().name().toLowerCase(Locale.ROOT);
        return switch (l.kind()) {
            case RAW_SPINLOCK, RAW_SPINLOCK_IRQ -> new LockNode(l.name(), kind, Progress.MASKED, false, true);
            case SPINLOCK, SPINLOCK_IRQ, SPINLOCK_BH, LOCAL_LOCK, SEQLOCK ->
                rt
                        ? new LockNode(l.name(), kind, Progress.INHERITED, true, false)
                        : new LockNode(l.name(), kind, Progress.MASKED, false, true);
            case RWLOCK ->
                rt
                        ? new LockNode(l.name(), kind, Progress.WRITERS_ONLY, true, false)
                        : new LockNode(l.name(), kind, Progress.MASKED, false, true);
            case MUTEX -> new LockNode(l.name(), kind, rt ? Progress.INHERITED : Progress.NOTHING, true, false);
            case RT_MUTEX -> new LockNode(l.name(), kind, Progress.INHERITED, true, false);
            case RW_SEMAPHORE ->
                new LockNode(l.name(), kind, rt ? Progress.WRITERS_ONLY : Progress.NOTHING, true, false);
            case SEMAPHORE -> new LockNode(l.name(), kind, Progress.NOTHING, true, false);
            case COMPLETION, WAIT_QUEUE -> null;
        };
    }
}
