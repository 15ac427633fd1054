// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.preemptsim.models.Fixtures;
import org.preemptsim.models.check.RtTester.Opcode;
import org.preemptsim.models.machine.Machine;
import org.preemptsim.models.machine.MachineBuilder;
import org.preemptsim.models.machine.MachineOptions;
import org.preemptsim.models.spec.PreemptionModel;
import org.preemptsim.models.spec.WorkloadSpec;
import org.preemptsim.models.task.Errno;

/** The rt-mutex tester's threads (rule K3.41). */
class RtTesterTest {
    private final RtTester tester = new RtTester();
    private final Machine machine = MachineBuilder.build(
            Fixtures.on(PreemptionModel.RT).machineSpec(),
            Fixtures.on(PreemptionModel.RT).version(6, 1).kernelSpec(),
            new WorkloadSpec(RtTester.lockSpecs(), List.of(), List.of(), List.of(), List.of()),
            MachineOptions.ofSeed(1),
            tester);

    @Test
    void prioritiesAreInTheNumbersOfPeople() {
        settle();
        assertThat(tester.status(0).prio()).isEqualTo(-21);
        give(0, Opcode.SCHED_FIFO, 80);
        assertThat(tester.status(0).prio()).isEqualTo(80);
        assertThat(tester.status(0).normalPrio()).isEqualTo(80);
        give(0, Opcode.SCHED_OTHER, 0);
        assertThat(tester.status(0).prio()).isEqualTo(-21);
    }

    @Test
    void eachStepOfAThreadIsAnEvent() {
        give(0, Opcode.LOCK_NO_WAIT, 3);
        assertThat(tester.status(0).event()).as("asked, got").isEqualTo(2);
        assertThat(tester.status(0).mutexes()).containsExactly(0, 0, 0, 4, 0, 0, 0, 0);
        give(1, Opcode.LOCK_NO_WAIT, 3);
        assertThat(tester.status(1).event()).as("asked, blocked").isEqualTo(4);
        assertThat(tester.status(1).opcode()).isEqualTo(Opcode.LOCK_NO_WAIT.number());
        assertThat(tester.status(1).blockedOn()).isEqualTo(3);
        give(0, Opcode.UNLOCK, 3);
        assertThat(tester.status(1).mutex(3)).isEqualTo(RtTester.LOCKED);
        assertThat(Math.max(tester.status(0).event(), tester.status(1).event()))
                .as("unlocking, unlocked, woken, got")
                .isEqualTo(8);
        give(0, Opcode.RESET_EVENT, 0);
        give(0, Opcode.LOCK_NO_WAIT, 0);
        assertThat(tester.status(0).event()).isEqualTo(2);
    }

    @Test
    void wokenWaiterIsHeldBackUntilItMayGoOn() {
        give(0, Opcode.LOCK_NO_WAIT, 0);
        give(1, Opcode.LOCK_INT, 0);
        give(0, Opcode.UNLOCK, 0);
        assertThat(tester.status(1).mutex(0)).isEqualTo(RtTester.BLOCKED_WAKE);
        assertThat(tester.status(1).opcode()).isZero();
        assertThat(tester.status(1).blockedOn())
                .as("still first in the queue (rule K3.22)")
                .isZero();

        give(1, Opcode.UNLOCK, 0);
        assertThat(tester.status(1).opcode()).as("not now").isEqualTo(-Errno.EINVAL);
        assertThat(tester.status(1).mutex(0)).isEqualTo(RtTester.BLOCKED_WAKE);

        give(1, Opcode.LOCK_CONT, 0);
        assertThat(tester.status(1).mutex(0)).isEqualTo(RtTester.LOCKED);
        assertThat(tester.status(1).opcode()).isZero();
    }

    @Test
    void signalToAThreadThatIsHeldBackEndsItsWaitWhenItGoesOn() {
        give(0, Opcode.LOCK_NO_WAIT, 0);
        give(1, Opcode.LOCK_INT, 0);
        give(0, Opcode.UNLOCK, 0);
        give(0, Opcode.LOCK_NO_WAIT, 1);
        give(2, Opcode.SCHED_FIFO, 50);
        give(2, Opcode.LOCK_NO_WAIT, 0);
        assertThat(tester.status(2).mutex(0)).as("stolen (rule K3.08)").isEqualTo(RtTester.LOCKED);
        give(1, Opcode.SIGNAL, 0);
        assertThat(tester.status(1).mutex(0)).isEqualTo(RtTester.BLOCKED_WAKE);
        give(1, Opcode.LOCK_CONT, 0);
        assertThat(tester.status(1).mutex(0)).isEqualTo(RtTester.UNLOCKED);
        assertThat(tester.status(1).opcode()).isEqualTo(-Errno.EINTR);
    }

    @Test
    void unlockOfWhatIsNotHeldIsRefused() {
        give(0, Opcode.UNLOCK, 0);
        assertThat(tester.status(0).opcode()).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void resetUnlocksAll() {
        give(0, Opcode.LOCK_NO_WAIT, 0);
        give(0, Opcode.LOCK_NO_WAIT, 7);
        give(1, Opcode.LOCK_NO_WAIT, 7);
        give(0, Opcode.RESET, 0);
        assertThat(tester.status(0).mutexes()).containsOnly(RtTester.UNLOCKED);
        assertThat(tester.status(1).mutex(7)).isEqualTo(RtTester.LOCKED);
    }

    @Test
    void threadThatIsNotDoneTakesNoCommand() {
        give(0, Opcode.LOCK_NO_WAIT, 0);
        give(1, Opcode.LOCK_NO_WAIT, 0);
        assertThat(tester.give(1, Opcode.UNLOCK, 0)).isEqualTo(Errno.EBUSY);
        assertThat(tester.give(1, Opcode.SCHED_FIFO, 10)).isZero();
        assertThatThrownBy(() -> tester.give(0, Opcode.UNLOCK, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takingAMutexTwiceIsReportedAndTheThreadNeverComesBack() {
        give(0, Opcode.LOCK_NO_WAIT, 0);
        give(0, Opcode.LOCK_NO_WAIT, 0);
        assertThat(tester.status(0).opcode()).as("K3.20, case (a)").isEqualTo(Opcode.LOCK_NO_WAIT.number());
        assertThat(tester.status(0).blockedOn()).isEqualTo(-1);
    }

    private void give(int thread, Opcode opcode, int data) {
        assertThat(tester.give(thread, opcode, data)).isZero();
        settle();
    }

    private void settle() {
        do {
            machine.run(machine.nowNs() + RtTester.PERIOD_NS);
            assertThat(machine.nowNs()).isLessThan(1_000 * RtTester.PERIOD_NS);
        } while (!tester.settled());
        machine.verify();
    }
}
