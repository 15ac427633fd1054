// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.preemptsim.models.property.Mutant.body;
import static org.preemptsim.models.property.Mutant.call;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.preemptsim.models.locking.LockingMutants;
import org.preemptsim.models.sched.SchedulingMutants;

/**
 * Each rule is worth something only if its breach is noticed: the model is broken one rule at a time, in classes loaded apart, and a property
 * is expected to fail on them. Some are bugs that real systems had.
 */
class MutantsTest {
    /** Random programs meet a rare mistake in one round of tries or the next. */
    private static final int ROUNDS = 10;

    private static final Class<?> LOCKS = LockingMutants.class;
    private static final Class<?> SCHED = SchedulingMutants.class;

    static List<Mutant> mutants() {
        return List.of(
                new Mutant(
                        "new-owner-inherits-nothing",
                        "who takes a lock does not inherit from those who still wait (RT-Thread, pull request 3647)",
                        "K3.10",
                        List.of(
                                call("locking.RtMutexes", "tryTake", "addDonor", LOCKS, "noDonor"),
                                body("locking.RtMutexes", "removeDonor", LOCKS, "removeIfThere")),
                        InheritanceProperties.class,
                        "anOwnerRunsAtTheBestPriorityOfAllThatWaitForIt"),
                new Mutant(
                        "wakeup-does-not-preempt",
                        "the wake-up path lets a worse task keep the CPU (awkernel, pull request 597)",
                        "K1.06",
                        List.of(call("sched.Scheduler", "wokenOn", "checkPreempt", SCHED, "noPreemption")),
                        SchedulingProperties.class,
                        "noBetterTaskWaitsWhereASwitchIsAllowed"),
                new Mutant(
                        "deboost-to-normal",
                        "a releaser falls to its own priority though it holds another contended lock",
                        "K3.04",
                        List.of(call("locking.RtMutexRelease", "handOver", "adjust", LOCKS, "deboostToNormal")),
                        InheritanceProperties.class,
                        "anOwnerRunsAtTheBestPriorityOfAllThatWaitForIt"),
                new Mutant(
                        "no-deboost",
                        "a releaser keeps what it inherited",
                        "K3.22",
                        List.of(call("locking.RtMutexRelease", "handOver", "adjust", LOCKS, "noAdjustment")),
                        InheritanceProperties.class,
                        "anOwnerRunsAtTheBestPriorityOfAllThatWaitForIt"),
                new Mutant(
                        "no-deboost-unbounded",
                        "a releaser keeps what it inherited, and others wait for its whole rest",
                        "K3.22",
                        List.of(call("locking.RtMutexRelease", "handOver", "adjust", LOCKS, "noAdjustment")),
                        BlockingBoundProperties.class,
                        "noTaskEndsLaterThanBlockingAllows"),
                new Mutant(
                        "no-propagation",
                        "a boost stops at the owner, though it waits itself",
                        "K3.13",
                        List.of(body("locking.ChainWalk", "prepare", LOCKS, "noWalk")),
                        InheritanceProperties.class,
                        "anOwnerRunsAtTheBestPriorityOfAllThatWaitForIt"),
                new Mutant(
                        "walk-one-step",
                        "a chain walk ends one step early",
                        "K3.14",
                        List.of(call("locking.ChainWalk", "step", "advance", LOCKS, "oneStepOnly")),
                        InheritanceProperties.class,
                        "aChainOfOwnersInheritsToItsEnd"),
                new Mutant(
                        "no-rekey",
                        "a waiter whose priority is set keeps its old place, and owners their old boost",
                        "K3.29",
                        List.of(body("locking.RtMutexes", "priorityChanged", LOCKS, "noReaction")),
                        InheritanceProperties.class,
                        "anOwnerRunsAtTheBestPriorityOfAllThatWaitForIt"),
                new Mutant(
                        "equal-steal",
                        "a task takes a lock from a woken waiter of its own priority",
                        "K3.08",
                        List.of(call("locking.RtMutexes", "mayRob", "less", LOCKS, "lessOrEqual")),
                        LockProperties.class,
                        "aLockGoesToTheBestWaiterAndAmongEqualsToTheFirst"),
                new Mutant(
                        "last-waiter-first",
                        "equal waiters are served last come first",
                        "K3.01",
                        List.of(body("locking.WaiterTree", "before", LOCKS, "lastComeFirst")),
                        LockProperties.class,
                        "aLockGoesToTheBestWaiterAndAmongEqualsToTheFirst"),
                new Mutant(
                        "wakeup-to-head",
                        "a woken task goes before its equals",
                        "K5.01",
                        List.of(call("sched.Scheduler", "enqueue", "add", SCHED, "alwaysHead")),
                        SchedulingProperties.class,
                        "theFirstTaskOfTheHighestListIsPicked"),
                new Mutant(
                        "lowered-to-tail",
                        "a task whose priority falls goes behind its new equals",
                        "K3.31",
                        List.of(call("sched.Scheduler", "enqueue", "add", SCHED, "alwaysTail")),
                        SchedulingProperties.class,
                        "theFirstTaskOfTheHighestListIsPicked"),
                new Mutant(
                        "second-of-the-list",
                        "the second task of the highest list runs",
                        "K5.01",
                        List.of(call("sched.Scheduler", "pick", "first", SCHED, "notTheFirst")),
                        SchedulingProperties.class,
                        "theFirstTaskOfTheHighestListIsPicked"),
                new Mutant(
                        "timeout-keeps-boost",
                        "who gives up waiting leaves its boost behind",
                        "K3.28",
                        List.of(call("locking.RtMutexes", "leave", "adjust", LOCKS, "noAdjustment")),
                        InheritanceProperties.class,
                        "anOwnerOfAFutexRunsAtTheBestPriorityOfThoseThatStillWait"),
                new Mutant(
                        "lost-wakeup",
                        "a release wakes nobody",
                        "K11.29",
                        List.of(call("locking.RtMutexRelease", "handOver", "call", LOCKS, "noWakeup")),
                        LockProperties.class,
                        "everyProgramComesToItsEnd"),
                new Mutant(
                        "forgotten-waiter",
                        "while nobody owns a lock, the waiter that is being woken is not in line (meta-nilrt, pull request 80)",
                        "K3.22",
                        List.of(call("locking.RtMutexRelease", "handOver", "owner", LOCKS, "forgetWaiter")),
                        LockProperties.class,
                        "everyProgramComesToItsEnd"),
                new Mutant(
                        "wake-before-deboost",
                        "the next owner is woken by a releaser that is still boosted",
                        "K3.22",
                        List.of(call("locking.RtMutexes", "<init>", "release", LOCKS, "wakeThenDeboost")),
                        LockProperties.class,
                        "aReleaserWakesTheNextOwnerAtItsOwnLevel"),
                new Mutant(
                        "deadlock-not-reported",
                        "a walk that comes back to its start says nothing",
                        "K3.17",
                        List.of(body("locking.ChainWalk", "deadlock", LOCKS, "noReport")),
                        DeadlockProperties.class,
                        "noCycleOfPiFutexesOutlivesItsDetection"),
                new Mutant(
                        "no-throttle",
                        "the real-time class is never stopped",
                        "K5.15",
                        List.of(body("sched.RtThrottle", "exceeded", SCHED, "neverExceeded")),
                        BandwidthProperties.class,
                        "theRealTimeClassNeverGetsMoreThanItsRuntimePerPeriod"),
                new Mutant(
                        "replenish-without-deadline",
                        "a used-up budget is filled and the deadline stays",
                        "K5.25",
                        List.of(body("sched.DeadlineClass", "replenish", SCHED, "sameDeadline")),
                        BandwidthProperties.class,
                        "aDeadlineTaskNeverGetsMoreThanItsShare"),
                new Mutant(
                        "push-anywhere",
                        "a task is pushed to a CPU that it may not run on",
                        "K5.13",
                        List.of(call("sched.CpuPriorities", "find", "intersect", SCHED, "anywhere")),
                        SchedulingProperties.class,
                        "noTaskRunsWhereItMayNot"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isKilled(Mutant mutant) throws Exception {
        MutantLoader loader = new MutantLoader(mutant, MutantsTest.class.getClassLoader());
        Throwable failure = run(mutant, loader);
        for (int round = 1; failure == null && round < ROUNDS; round++) {
            failure = run(mutant, loader);
        }
        assertThat(loader.allApplied())
                .as("the model still has the place that %s changes", mutant)
                .isTrue();
        assertThat(failure)
                .as("%s, which means that %s", mutant, mutant.broken())
                .isNotNull();
        System.out.println("Mutant " + mutant + " (" + mutant.rule() + ": " + mutant.broken() + ")\n  killed by "
                + mutant.property() + "\n  " + firstLines(failure));
    }

    /** Runs the mutant's property on its classes; what it failed with, or null. */
    private static @Nullable Throwable run(Mutant mutant, MutantLoader loader) throws ClassNotFoundException {
        Class<?> properties = loader.loadClass(mutant.properties().getName());
        Method property = Arrays.stream(properties.getDeclaredMethods())
                .filter(m -> m.getName().equals(mutant.property()))
                .findFirst()
                .orElseThrow();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(properties, property))
                .filters(EngineFilter.includeEngines("jqwik"))
                .configurationParameter("jqwik.tries.default", "5000")
                .configurationParameter("jqwik.shrinking.bounded.seconds", "3")
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .build();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Outcome outcome = new Outcome();
            Launcher launcher = LauncherFactory.create();
            launcher.execute(request, outcome);
            assertThat(outcome.ran).as("properties that ran").isTrue();
            return outcome.failure;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static final class Outcome implements TestExecutionListener {
        private boolean ran;
        private @Nullable Throwable failure;

        @Override
        public void executionFinished(TestIdentifier id, TestExecutionResult result) {
            if (id.isTest()) {
                ran = true;
                failure = result.getThrowable().orElse(null);
            }
        }
    }

    private static String firstLines(@Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        if (message == null) {
            return String.valueOf(failure);
        }
        return String.join("\n  ", message.lines().limit(25).toList());
    }

    @Test
    void theModelItselfPassesInALoaderOfItsOwn() throws Exception {
        Mutant none = new Mutant(
                "none",
                "nothing is broken",
                "",
                List.of(),
                LockProperties.class,
                "aLockGoesToTheBestWaiterAndAmongEqualsToTheFirst");
        assertThat(run(none, new MutantLoader(none, MutantsTest.class.getClassLoader())))
                .isNull();
    }
}
