// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.property;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.preemptsim.models.property.LockReplay.Promise;
import org.preemptsim.models.property.Scenarios.What;
import org.preemptsim.models.spec.LockSpec;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.SchedPolicy;
import org.preemptsim.models.spec.UserObjectSpec.Protocol;

/** What each lock promises to those who use it. */
class LockProperties {
    @Provide
    Arbitrary<Scenario> anything() {
        return Scenarios.all().arbitrary();
    }

    @Provide
    Arbitrary<Scenario> queues() {
        return Scenarios.simple()
                .cpus(1, 3)
                .models(PreemptionModel.RT, PreemptionModel.FULL)
                .kinds(LockSpec.Kind.RT_MUTEX, LockSpec.Kind.MUTEX, LockSpec.Kind.SPINLOCK)
                .policies(SchedPolicy.Kind.FIFO, SchedPolicy.Kind.OTHER)
                .with(1, What.SET_POLICY)
                .tasks(2, 6)
                .arbitrary();
    }

    @Provide
    Arbitrary<Scenario> impatient() {
        return Scenarios.simple()
                .cpus(1, 3)
                .models(PreemptionModel.RT, PreemptionModel.NONE)
                .kinds()
                .protocols(Protocol.INHERIT, Protocol.NONE, Protocol.PROTECT)
                .policies(SchedPolicy.Kind.FIFO, SchedPolicy.Kind.OTHER)
                .with(4, What.TIMED_LOCK)
                .with(2, What.TRY_LOCK)
                .with(2, What.SIGNAL)
                .arbitrary();
    }

    @Property
    void twoTasksNeverHoldOneLock(@ForAll("anything") Scenario s) {
        // K2.04, K3.08
        LockReplay.check(Run.of(s), Promise.EXCLUSION);
    }

    @Property
    void aLockGoesToTheBestWaiterAndAmongEqualsToTheFirst(@ForAll("queues") Scenario s) {
        // K3.01, K3.08, K3.09, K3.23
        LockReplay.check(Run.of(s), Promise.ORDER);
    }

    @Property
    void everyProgramComesToItsEnd(@ForAll("anything") Scenario s) {
        // K11.29: no wakeup is lost
        assertThat(Run.of(s).unfinished()).as("tasks that never end %s", s).isEmpty();
    }

    @Property
    void everyProgramComesToItsEndThoughWaitsAreGivenUp(@ForAll("impatient") Scenario s) {
        // K3.28, K11.29
        Run run = Run.of(s);
        assertThat(run.unfinished()).as("tasks that never end %s", s).isEmpty();
        LockReplay.check(run, Promise.EXCLUSION);
    }

    @Provide
    Arbitrary<Scenario> nested() {
        return Scenarios.simple()
                .kinds(LockSpec.Kind.MUTEX, LockSpec.Kind.RT_MUTEX, LockSpec.Kind.SPINLOCK)
                .tasks(2, 5)
                .arbitrary();
    }

    @Property
    void aReleaserWakesTheNextOwnerAtItsOwnLevel(@ForAll("nested") Scenario s) {
        // K3.22: deboosted first
        LockReplay.check(Run.of(s), Promise.DEBOOST_FIRST);
    }
}
