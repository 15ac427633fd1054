// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.task;

/**
 * The kernel's task state. Whether a task is queued or on a CPU is the scheduler's knowledge.
 *
 * <pre>
 * state            meaning                                     left by
 * RUNNING          runnable, or running                        set by itself before it sleeps
 * INTERRUPTIBLE    sleeping, or about to                       wakeup, signal
 * UNINTERRUPTIBLE  sleeping, or about to                       wakeup
 * RTLOCK_WAIT      waiting for an RT spinlock; the former      the lock's own wakeup only; an ordinary one
 *                  state is kept aside (rule K2.07)            changes the saved state
 * DEAD             has left for good                           never
 * </pre>
 */
public enum TaskState {
    RUNNING,
    INTERRUPTIBLE,
    UNINTERRUPTIBLE,
    RTLOCK_WAIT,
    DEAD
}
