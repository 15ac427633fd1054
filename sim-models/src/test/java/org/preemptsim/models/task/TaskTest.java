// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.preemptsim.models.spec.CpuSet;
import org.preemptsim.models.spec.SchedPolicy;

/** The state of a task that waits for an RT lock on its way to sleep. */
class TaskTest {
    private final Task task = new Task(1, "t", 0, SchedPolicy.fifo(10), CpuSet.of(0));

    @Test
    void aWakeupDuringAnRtLockWaitChangesTheSavedStateOnly() {
        // K2.07: interruptible, blocks on an RT spinlock, an event comes, the lock is freed: runs, and will not sleep.
        task.setState(TaskState.INTERRUPTIBLE);
        task.saveAndWaitForRtLock();
        assertThat(task.wakes(false))
                .as("the event does not end the wait for the lock")
                .isFalse();
        assertThat(task.state()).isEqualTo(TaskState.RTLOCK_WAIT);
        assertThat(task.wakes(true)).isTrue();
        task.restoreSavedState();
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void withoutAnEventTheFormerStateComesBack() {
        // K2.07
        task.setState(TaskState.INTERRUPTIBLE);
        task.saveAndWaitForRtLock();
        assertThat(task.wakes(true)).isTrue();
        task.restoreSavedState();
        assertThat(task.state()).isEqualTo(TaskState.INTERRUPTIBLE);
    }

    @Test
    void anEventBetweenTheLocksWakeupAndTheRestoringIsNotLost() {
        // K2.07, K11.29
        task.setState(TaskState.INTERRUPTIBLE);
        task.saveAndWaitForRtLock();
        assertThat(task.wakes(true)).isTrue();
        assertThat(task.wakes(false)).isFalse();
        task.restoreSavedState();
        assertThat(task.state()).isEqualTo(TaskState.RUNNING);
    }

    @Test
    void theLocksWakeupDoesNotEndAnOrdinarySleep() {
        // K2.07
        task.setState(TaskState.UNINTERRUPTIBLE);
        assertThat(task.wakes(true)).isFalse();
        assertThat(task.wakes(false)).isTrue();
    }

    @Test
    void aDeadTaskStaysDead() {
        task.setState(TaskState.DEAD);
        assertThat(task.wakes(false)).isFalse();
        assertThatThrownBy(() -> task.setState(TaskState.RUNNING)).isInstanceOf(IllegalStateException.class);
    }
}
