// SPDX-License-Identifier: Apache-2.0
/**
 * Kernel locks: who owns them, who waits, what holding one masks.
 *
 * <p>A {@link org.preemptsim.models.locking.KernelLock} is chosen by kind and preemption model, as rule K2.04 says: a raw spinlock spins
 * with preemption off on every kernel; a spinlock_t does so without PREEMPT_RT and is an rtmutex with it; a mutex is a FIFO sleeping
 * lock without, an rtmutex with PREEMPT_RT. Programs call its two routines and know nothing of this.
 *
 * <p>{@link org.preemptsim.models.locking.RtMutexes} is the rtmutex with priority inheritance: ownerless until taken (K3.22), top
 * waiter or a strictly better task may take it (K3.08), lateral steal for spinlock_t (K3.09), deboost before wake (K3.22), chain walk
 * in preemptible steps (K3.14, K3.16).
 *
 * <p>Owned here: owners, waiters, what each task waits for. Left out so far: the pending-owner era, time-outs and signals, deadlock
 * detection, spin on owner, rwlock and rw_semaphore, futexes.
 */
@NullMarked
package org.preemptsim.models.locking;

import org.jspecify.annotations.NullMarked;
