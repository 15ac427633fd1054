// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.pthread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.preemptsim.models.Steps.compute;
import static org.preemptsim.models.Steps.give;
import static org.preemptsim.models.Steps.setPolicy;
import static org.preemptsim.models.Steps.sleepUntil;
import static org.preemptsim.models.Steps.sync;
import static org.preemptsim.models.Steps.take;
import static org.preemptsim.models.pthread.Bench.ends;
import static org.preemptsim.models.pthread.Bench.mutex;
import static org.preemptsim.models.pthread.Bench.protect;
import static org.preemptsim.models.pthread.Bench.run;
import static org.preemptsim.models.pthread.Bench.task;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.Timeline;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.Step.SyncOp;
import org.preemptsim.models.spec.UserObjectSpec.Mutex;
import org.preemptsim.models.spec.UserObjectSpec.MutexKind;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

/** Mutexes with a ceiling: PTHREAD_PRIO_PROTECT, and srp and npcs beside it. */
class CeilingsTest {
    private static int prio(Timeline t, String name) {
        return t.machine().scheduler().effectivePrio(task(t.machine(), name));
    }

    @Test
    void theOwnerRunsAtTheCeilingAndGoesBackToTheHeadOfItsLevel() {
        // rule 4 with rules 2 and 3: raised before it takes the mutex, lowered after it has released it
        Fixtures f = Bench.rt(1)
                .object(protect("m", 30))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(3_000), give("m"), compute(1_000))
                .task("equal", SchedPolicy.fifo(10), 1_000_000, compute(100))
                .task("mid", SchedPolicy.fifo(20), 1_000_000, compute(100))
                .task("high", SchedPolicy.fifo(30), 2_000_000, compute(500), take("m"), compute(100), give("m"));
        assertThat(run(f, 20_000).sequence())
                .containsExactly(
                        "wake low",
                        "run low",
                        "low.0",
                        "wake equal",
                        "wake mid",
                        "wake high",
                        "low.1",
                        "run high",
                        "high.0",
                        "high.1",
                        "high.2",
                        "high.3",
                        "run mid",
                        "mid.0",
                        "run low",
                        "low.2",
                        "low.3",
                        "run equal",
                        "equal.0");
    }

    @Test
    void waitersOfACeilingMutexAreServedInOrderOfArrival() {
        // rule 19: they wait at the ceiling, so all are equal
        Fixtures f = Bench.rt(1)
                .object(protect("m", 50))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(7_000), give("m"))
                .task("a20", SchedPolicy.fifo(20), 1_000_000, take("m"), give("m"))
                .task("b40", SchedPolicy.fifo(40), 2_000_000, take("m"), give("m"))
                .task("c30", SchedPolicy.fifo(30), 3_000_000, take("m"), give("m"));
        assertThat(ends(run(f, 20_000)).stream().filter(s -> s.endsWith(".0")))
                .containsExactly("low.0", "a20.0", "b40.0", "c30.0");
    }

    @Test
    void lockingFromAboveTheCeilingIsRefused() {
        // rule 19: protect_ceiling_violation
        Fixtures f = Bench.rt(1)
                .object(protect("m", 30))
                .task("a", SchedPolicy.fifo(31), 0, take("m"), sync(SyncOp.MUTEX_TRYLOCK, "m"))
                .task("b", SchedPolicy.fifo(30), 1_000_000, take("m"), sync(SyncOp.MUTEX_TRYLOCK, "m"), give("m"))
                .task("c", SchedPolicy.other(0), 2_000_000, take("m"));
        Timeline t = run(f, 20_000);
        assertThat(ends(t)).containsExactly("a.0=22", "a.1=22", "b.0", "b.1=16", "b.2", "c.0=22");
        assertThat(prio(t, "b")).isEqualTo(69);
    }

    @Test
    void nestedCeilingsKeepTheTaskAtTheHighestOfThoseInUse() {
        // rule 4; given back in the wrong order
        Fixtures f = Bench.rt(1)
                .object(protect("m30", 30))
                .object(protect("m50", 50))
                .task(
                        "a",
                        SchedPolicy.fifo(10),
                        0,
                        take("m30"),
                        take("m50"),
                        sleepUntil(1_000),
                        give("m30"),
                        sleepUntil(2_000),
                        give("m50"),
                        sleepUntil(3_000));
        assertThat(prio(Timeline.of(f, 500), "a")).isEqualTo(49);
        assertThat(prio(Timeline.of(f, 1_500), "a")).isEqualTo(49);
        assertThat(prio(Timeline.of(f, 2_500), "a")).isEqualTo(89);
        Fixtures g = Bench.rt(1)
                .object(protect("m30", 30))
                .object(protect("m50", 50))
                .task("a", SchedPolicy.fifo(10), 0, take("m50"), take("m30"), give("m50"), sleepUntil(1_000));
        assertThat(prio(Timeline.of(g, 500), "a")).isEqualTo(69);
    }

    @Test
    void whileBoostedAboveTheCeilingNothingChangesAtItsUnlock() {
        // rule 20: chain_protect_owner
        Fixtures f = Bench.rt(1)
                .object(protect("p", 20))
                .object(mutex("i", Protocol.INHERIT))
                .task(
                        "low",
                        SchedPolicy.fifo(10),
                        0,
                        take("i"),
                        take("p"),
                        compute(2_000),
                        give("p"),
                        compute(500),
                        give("i"))
                .task("mid", SchedPolicy.fifo(30), 1_500_000, compute(100))
                .task("high", SchedPolicy.fifo(40), 1_000_000, take("i"), give("i"));
        assertThat(ends(run(f, 20_000)))
                .containsExactly("low.0", "low.1", "low.2", "low.3", "low.4", "high.0", "high.1", "mid.0", "low.5");
    }

    @Test
    void aCeilingInUseStaysInForceWhenThePolicyIsSet() {
        // rules 4, 13; pthread_setschedparam
        Fixtures f = Bench.rt(1)
                .object(protect("m", 30))
                .task(
                        "a",
                        SchedPolicy.fifo(10),
                        0,
                        take("m"),
                        setPolicy("", SchedPolicy.fifo(20)),
                        sleepUntil(1_000),
                        give("m"),
                        sleepUntil(2_000));
        assertThat(prio(Timeline.of(f, 500), "a")).isEqualTo(69);
        assertThat(prio(Timeline.of(f, 1_500), "a")).isEqualTo(79);
    }

    @Test
    void aTimedOutWaiterLosesTheCeiling() {
        // rules 17, 19
        Fixtures f = Bench.rt(1)
                .object(protect("m", 30))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), sleepUntil(6_000), give("m"))
                .task("w", SchedPolicy.fifo(20), 1_000_000, sync(SyncOp.MUTEX_LOCK, "m", 1_000), sleepUntil(10_000));
        Timeline t = Timeline.of(f, 5_000);
        assertThat(ends(t)).containsExactly("low.0", "w.0=110");
        assertThat(prio(t, "w")).isEqualTo(79);
    }

    @Test
    void npcsKeepsEverybodyOutAndGivesTheOwnPolicyBack() {
        Fixtures f = Bench.rt(1)
                .object(mutex("m", Protocol.NPCS))
                .object(mutex("n", Protocol.NPCS))
                .task(
                        "fair",
                        SchedPolicy.other(5),
                        0,
                        take("m"),
                        take("n"),
                        compute(3_000),
                        give("n"),
                        compute(1_000),
                        give("m"),
                        compute(100))
                .task("high", SchedPolicy.fifo(98), 1_000_000, compute(100));
        Timeline t = run(f, 20_000);
        assertThat(ends(t))
                .containsExactly("fair.0", "fair.1", "fair.2", "fair.3", "fair.4", "high.0", "fair.5", "fair.6");
        assertThat(prio(t, "fair")).isEqualTo(125);
    }

    @Test
    void srpLetsNoJobBeginThatIsNotAboveTheCeiling() {
        Fixtures f = Bench.rt(1)
                .object(new Mutex("m", Protocol.SRP, MutexKind.NORMAL, false, 30))
                .task("low", SchedPolicy.fifo(10), 0, take("m"), compute(3_000), give("m"), compute(1_000))
                .task("mid", SchedPolicy.fifo(20), 1_000_000, compute(100))
                .task("user", SchedPolicy.fifo(30), 2_000_000, compute(50), take("m"), give("m"))
                .task("above", SchedPolicy.fifo(31), 1_500_000, compute(100), take("m"));
        assertThat(ends(run(f, 20_000)))
                .containsExactly(
                        "low.0",
                        "above.0",
                        "above.1=22",
                        "low.1",
                        "user.0",
                        "user.1",
                        "user.2",
                        "mid.0",
                        "low.2",
                        "low.3");
    }
}
