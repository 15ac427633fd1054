// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.lockgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jgrapht.alg.cycle.CycleDetector;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.DurationDistribution;
import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.KernelSpec.IrqThreadPriorities;
import org.preemptsim.models.spec.KernelSpec.KernelVersion;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step;
import org.preemptsim.models.spec.TaskSpec;
import org.preemptsim.models.spec.UserObjectSpec;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;
import org.preemptsim.models.spec.WorkloadSpec;

/** Cycles, inversions and chains are read from the programs, whether or not they ever meet. */
class LockGraphTest {
    private final List<LockSpec> kernelLocks = new ArrayList<>();
    private final List<UserObjectSpec> objects = new ArrayList<>();
    private final List<TaskSpec> tasks = new ArrayList<>();

    private void task(String name, SchedPolicy policy, int cpu, Step... steps) {
        tasks.add(new TaskSpec(name, policy, CpuSet.of(cpu), 0, "", false, List.of(steps)));
    }

    private LockGraph graph(PreemptionModel model) {
        KernelSpec kernel =
                new KernelSpec(new KernelVersion(6, 6), model, 250, true, false, new IrqThreadPriorities.Flat(50));
        return LockGraph.of(kernel, new WorkloadSpec(kernelLocks, List.of(), List.of(), tasks, List.of(), objects));
    }

    private static Step lock(String mutex) {
        return new Step.Sync(Step.SyncOp.MUTEX_LOCK, mutex);
    }

    private static Step unlock(String mutex) {
        return new Step.Sync(Step.SyncOp.MUTEX_UNLOCK, mutex);
    }

    private static Step compute() {
        return new Step.Compute(DurationDistribution.ofNs(1_000));
    }

    private void mutexes(Protocol protocol, String... names) {
        for (String n : names) {
            objects.add(new UserObjectSpec.Mutex(n, protocol));
        }
    }

    @Test
    void reportsACircleOfLocksThatNeverMeets() {
        // K11.31: on different CPUs, at different times.
        mutexes(Protocol.INHERIT, "A", "B");
        task("one", SchedPolicy.fifo(10), 0, lock("A"), lock("B"), unlock("B"), unlock("A"));
        task("two", SchedPolicy.fifo(20), 1, lock("B"), lock("A"), unlock("A"), unlock("B"));
        LockReport report = graph(PreemptionModel.RT).report();
        assertThat(report.cycles()).containsExactly(List.of("A", "B"));
        assertThat(report.clean()).isFalse();
    }

    @Test
    void acceptsOneOrderAndATrylockAgainstIt() {
        // K11.31: a task that does not wait closes no circle.
        mutexes(Protocol.INHERIT, "A", "B");
        task("one", SchedPolicy.fifo(10), 0, lock("A"), lock("B"), unlock("B"), unlock("A"));
        Step tryA = new Step.Sync(Step.SyncOp.MUTEX_TRYLOCK, "A");
        task("two", SchedPolicy.fifo(20), 0, lock("B"), tryA, unlock("A"), unlock("B"));
        assertThat(graph(PreemptionModel.RT).report().clean()).isTrue();
    }

    @Test
    void namesWhoCanGetBetweenOwnerAndWaiter() {
        // K2.04, K3.04: without inheritance everything between the two may run.
        mutexes(Protocol.NONE, "M");
        task("low", SchedPolicy.fifo(10), 0, lock("M"), compute(), unlock("M"));
        task("high", SchedPolicy.fifo(30), 0, lock("M"), compute(), unlock("M"));
        task("medium", SchedPolicy.fifo(20), 0, compute());
        task("elsewhere", SchedPolicy.fifo(20), 1, compute());
        task("weaker", SchedPolicy.fifo(5), 0, compute());
        LockReport.InversionRisk risk =
                graph(PreemptionModel.RT).report().risks().get(0);
        assertThat(risk.owner().name()).isEqualTo("low");
        assertThat(risk.waiter().name()).isEqualTo("high");
        assertThat(risk.between()).extracting(TaskSpec::name).containsExactly("medium");
    }

    @Test
    void seesNoRiskUnderInheritanceOrACeiling() {
        mutexes(Protocol.INHERIT, "M");
        objects.add(new UserObjectSpec.Mutex("C", Protocol.PROTECT, UserObjectSpec.MutexKind.NORMAL, false, 30));
        task("low", SchedPolicy.fifo(10), 0, lock("M"), unlock("M"), lock("C"), unlock("C"));
        task("high", SchedPolicy.fifo(30), 0, lock("M"), unlock("M"), lock("C"), unlock("C"));
        task("medium", SchedPolicy.fifo(20), 0, compute());
        assertThat(graph(PreemptionModel.RT).report().risks()).isEmpty();
    }

    @Test
    void aMutexOfTheKernelIsARiskWithoutRtOnly() {
        // K2.04
        kernelLocks.add(new LockSpec("inode", LockSpec.Kind.MUTEX));
        Step write = new Step.Syscall("write", List.of(new Step.Lock("inode"), new Step.Unlock("inode")));
        task("low", SchedPolicy.other(0), 0, write);
        task("high", SchedPolicy.fifo(30), 0, write);
        task("hog", SchedPolicy.other(0), 0, compute());
        assertThat(graph(PreemptionModel.FULL).report().risks()).hasSize(1);
        assertThat(graph(PreemptionModel.RT).report().risks()).isEmpty();
    }

    @Test
    void flagsASleepingLockUnderARawOneByKernel() {
        // K2.05: spinlock_t under raw_spinlock_t is fine without RT and an error on it.
        kernelLocks.add(new LockSpec("raw", LockSpec.Kind.RAW_SPINLOCK));
        kernelLocks.add(new LockSpec("spin", LockSpec.Kind.SPINLOCK));
        task(
                "t",
                SchedPolicy.other(0),
                0,
                new Step.Syscall(
                        "ioctl",
                        List.of(
                                new Step.Lock("raw"),
                                new Step.Lock("spin"),
                                new Step.Unlock("spin"),
                                new Step.Unlock("raw"))));
        assertThat(graph(PreemptionModel.FULL).report().atomicSleeps()).isEmpty();
        assertThat(graph(PreemptionModel.RT).report().atomicSleeps())
                .extracting(Acquisition::lock)
                .containsExactly("spin");
    }

    @Test
    void findsTheLongestChain() {
        mutexes(Protocol.INHERIT, "A", "B", "C", "D");
        task("one", SchedPolicy.fifo(1), 0, lock("A"), lock("B"), unlock("B"), unlock("A"));
        task("two", SchedPolicy.fifo(2), 0, lock("B"), lock("C"), unlock("C"), unlock("B"));
        task("three", SchedPolicy.fifo(3), 0, lock("A"), lock("D"), unlock("D"), unlock("A"));
        assertThat(graph(PreemptionModel.RT).report().longestChain()).containsExactly("A", "B", "C");
    }

    @Test
    void countsStepsAsThePrograms() {
        mutexes(Protocol.INHERIT, "A", "B");
        task("t", SchedPolicy.fifo(1), 0, lock("A"), new Step.Repeat(3, List.of(lock("B"), unlock("B"))), unlock("A"));
        LockGraph graph = graph(PreemptionModel.RT);
        assertThat(graph.acquisitions()).extracting(Acquisition::step).containsExactly(0, 2);
    }

    @Test
    void writesDotThatNamesPlacesAndMarksCircles() {
        mutexes(Protocol.NONE, "A \"quoted\"", "B");
        task("one", SchedPolicy.fifo(10), 0, lock("A \"quoted\""), lock("B"), unlock("B"), unlock("A \"quoted\""));
        task("two", SchedPolicy.fifo(20), 1, lock("B"), lock("A \"quoted\""), unlock("A \"quoted\""), unlock("B"));
        assertThat(graph(PreemptionModel.RT).toDot())
                .startsWith("strict digraph locks {")
                .contains("\"A \\\"quoted\\\"\" -> \"B\"", "one step 1", "two step 1", "color=\"red\"", "dashed");
    }

    @Property(tries = 200)
    void reportsACircleExactlyIfTheGraphHasOne(
            @ForAll @Size(min = 1, max = 6) List<@Size(min = 1, max = 4) List<@IntRange(max = 5) Integer>> programs) {
        LockGraphTest t = new LockGraphTest();
        t.mutexes(Protocol.INHERIT, "L0", "L1", "L2", "L3", "L4", "L5");
        for (int i = 0; i < programs.size(); i++) {
            List<Integer> order = programs.get(i).stream().distinct().toList();
            List<Step> steps = new ArrayList<>();
            order.forEach(l -> steps.add(lock("L" + l)));
            order.forEach(l -> steps.add(unlock("L" + l)));
            t.task("t" + i, SchedPolicy.fifo(1 + i), 0, steps.toArray(new Step[0]));
        }
        LockGraph graph = t.graph(PreemptionModel.RT);
        LockReport report = graph.report();
        assertThat(report.cycles().isEmpty()).isEqualTo(!new CycleDetector<>(graph.graph()).detectCycles());
        for (List<String> cycle : report.cycles()) {
            for (int i = 0; i < cycle.size(); i++) {
                assertThat(graph.graph().containsEdge(cycle.get(i), cycle.get((i + 1) % cycle.size())))
                        .isTrue();
            }
        }
    }
}
