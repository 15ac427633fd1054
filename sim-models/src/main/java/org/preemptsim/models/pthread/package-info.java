// SPDX-License-Identifier: Apache-2.0
/**
 * The synchronization objects of user space as glibc 2.36 builds them on futexes.
 *
 * <p>Each operation is a routine that runs in user mode and enters the kernel only where glibc does: a mutex that is free costs one
 * compare-and-swap and nothing in the kernel. Between two steps of an operation the task can be preempted, as real user code can, and
 * looks at the word again afterwards.
 *
 * <h2>Objects</h2>
 *
 * <table>
 * <caption>Who waits where</caption>
 * <tr><td>mutex, none</td><td>FUTEX_WAIT on 0/1/2; a woken waiter tries again, so others may come first</td></tr>
 * <tr><td>mutex, inherit</td><td>FUTEX_LOCK_PI on the owner's number</td></tr>
 * <tr><td>mutex, protect</td><td>sched_setscheduler to the ceiling, then FUTEX_WAIT; back after the unlock</td></tr>
 * <tr><td>robust mutex</td><td>FUTEX_WAIT on the owner's number; the kernel marks the word when the owner dies</td></tr>
 * <tr><td>semaphore</td><td>FUTEX_WAIT on the value</td></tr>
 * <tr><td>condition variable</td><td>two groups of waiters; signals go to the older group</td></tr>
 * <tr><td>barrier</td><td>FUTEX_WAIT on the number of the round</td></tr>
 * <tr><td>rwlock</td><td>FUTEX_WAIT on the phase and on the writers' word; readers first</td></tr>
 * </table>
 *
 * <h2>Protocols that Linux does not have</h2>
 *
 * <p>They are here to compare with. <em>npcs</em>: the owner is made FIFO 99 by sched_setscheduler before it takes the mutex and gets its own
 * policy back after the last unlock. <em>srp</em>: while mutexes of this protocol are held the system's ceiling is the highest of their
 * ceilings, and a task does not begin a job (its program, or its next period) before its own priority is above the ceilings of all that
 * others hold. A job that has begun does not wait for such mutexes on one CPU; on several it waits as for a plain mutex.
 *
 * <h2>Facts owned here</h2>
 *
 * <p>glibc's own bookkeeping: owner and count of a mutex, the groups of a condition variable, each thread's ceilings in use.
 */
@NullMarked
package org.preemptsim.models.pthread;

import org.jspecify.annotations.NullMarked;
