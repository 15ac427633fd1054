// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.preemptsim.engine.Trace;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.task.TaskState;
import org.preemptsim.models.trace.TracePoint;

/** What must hold of any programs on objects of user space that take them in one order. */
class PthreadProperties {
    private static final long SLICE_NS = 20_000;
    private static final long END_NS = 2_000_000_000L;

    private record Run(Machine machine, Trace trace, List<long[]> records) {}

    private static Run start(Fixtures f, boolean runAhead) {
        List<long[]> records = new ArrayList<>();
        Trace trace = new Trace((words, count) -> {
            for (int i = 0; i < count; i++) {
                records.add(Arrays.copyOfRange(words, i * Trace.WORDS, (i + 1) * Trace.WORDS));
            }
        });
        Machine m = f.build(MachineOptions.ofSeed(1).withTrace(trace).withRunAhead(runAhead));
        return new Run(m, trace, records);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void everythingTakenInOneOrderEndsAndAtEachInstantAllFactsAgree(
            @ForAll PreemptionModel model,
            @ForAll @IntRange(min = 1, max = 4) int cpuCount,
            @ForAll @IntRange(min = 2, max = 9) int taskCount,
            @ForAll @IntRange(min = 1, max = 8) int rounds,
            @ForAll @LongRange(min = 1) long seed) {
        // K11.20, K11.21; no lost wakeup, no lost hand-over; K3.38: words and rtmutexes agree
        Fixtures f = new RandomPrograms(model, cpuCount, taskCount, rounds, seed).fixtures;
        Run run = start(f, true);
        Machine m = run.machine();
        for (long t = SLICE_NS; t <= END_NS && alive(m) > 0; t += t < 5_000_000 ? SLICE_NS : 5_000_000) {
            m.run(t);
            m.verify();
        }
        assertThat(alive(m)).as("tasks that never ended").isZero();
        run.trace().flush();
        assertExclusion(m, run.records());
    }

    private static long alive(Machine m) {
        return m.workers().stream()
                .filter(w -> w.task().state() != TaskState.DEAD)
                .count();
    }

    /** Each mutex is taken and released in turns, by the same task. */
    private static void assertExclusion(Machine m, List<long[]> records) {
        Map<Long, Long> owners = new HashMap<>();
        for (long[] r : records) {
            long label = Trace.subjectOf(r[1]);
            int type = Trace.typeOf(r[1]);
            boolean isMutex = type == TracePoint.LOCK_ACQUIRED.ordinal() || type == TracePoint.LOCK_RELEASED.ordinal();
            if (!isMutex || !m.labels().nameOf((int) label).matches("m\\d|cm")) {
                continue;
            }
            if (type == TracePoint.LOCK_ACQUIRED.ordinal()) {
                assertThat(owners.put(label, r[2]))
                        .as("owner of %s at %d", m.labels().nameOf((int) label), r[0])
                        .isNull();
            } else {
                assertThat(owners.remove(label)).isEqualTo(r[2]);
            }
        }
        assertThat(owners).isEmpty();
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void slicesAndRunningAheadChangeNothing(
            @ForAll PreemptionModel model,
            @ForAll @IntRange(min = 1, max = 3) int cpuCount,
            @ForAll @IntRange(min = 2, max = 6) int taskCount,
            @ForAll @LongRange(min = 1) long seed) {
        // K11.30
        Run whole = start(new RandomPrograms(model, cpuCount, taskCount, 4, seed).fixtures, true);
        Run sliced = start(new RandomPrograms(model, cpuCount, taskCount, 4, seed).fixtures, false);
        whole.machine().run(20_000_000);
        for (long t = 0; t <= 20_000_000; t += 137_000) {
            sliced.machine().run(t);
        }
        sliced.machine().run(20_000_000);
        whole.machine().settle();
        sliced.machine().settle();
        whole.trace().flush();
        sliced.trace().flush();
        assertThat(sliced.trace().hash()).isEqualTo(whole.trace().hash());
    }

    @Test
    void nothingIsAllocatedInARun() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Machine m = RandomPrograms.endless(PreemptionModel.RT, 2, 12, 7);
        m.run(2_000_000_000L);
        long leastBytes = Long.MAX_VALUE;
        for (int window = 1; window <= 5; window++) {
            long events = m.eventCount();
            long before = threads.getCurrentThreadAllocatedBytes();
            m.run(2_000_000_000L + window * 300_000_000L);
            leastBytes = Math.min(leastBytes, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(m.eventCount() - events).isGreaterThan(10_000);
        }
        assertThat(leastBytes).isZero();
    }
}
