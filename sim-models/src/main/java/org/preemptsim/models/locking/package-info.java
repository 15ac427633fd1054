// SPDX-License-Identifier: Apache-2.0
/**
 * Kernel locks: who owns them, who waits, what holding one masks.
 *
 * <p>{@link org.preemptsim.models.locking.KernelLocks} makes the lock that a kind is on a kernel (rule K2.04). Users call the routines
 * of a {@link org.preemptsim.models.locking.KernelLock} and know nothing of this; {@link org.preemptsim.models.locking.LockView} tells
 * owners and waiters to checks and graphs.
 *
 * <pre>
 * kind          without PREEMPT_RT                    with PREEMPT_RT
 * raw spinlock  SpinLock                              SpinLock
 * spinlock_t    SpinLock                              RtLock (RTLOCK_WAIT, pinned, lateral steals)
 * mutex         SleepingMutex (FIFO, spins, no PI)    RtLock
 * rt_mutex      RtLock                                RtLock
 * rwlock_t      QueuedRwLock (spins)                  RtRwLock; in 2.6 SingleReaderLock
 * rw_semaphore  SleepingRwLock                        RtRwLock; in 2.6 SingleReaderLock
 * local_lock    LocalLock (preemption off)            LocalLock (an RtLock per CPU)
 * seqlock       SeqLock (readers spin)                SeqLock (readers take the writer's lock)
 * semaphore     Semaphore                             Semaphore; in 2.6 OwnedSemaphore
 * completion, wait queue: Completion, WaitQueue       the same
 * </pre>
 *
 * <h2>The rtmutex</h2>
 *
 * <p>A lock (RtMutex) has an owner or none and a tree of waiters; a task (PiTask) has the lock it is blocked on and a tree of donors:
 * the top waiter of each lock that it owns and that has waiters (rule K3.03). The trees' nodes are the tasks' own, so memory is
 * O(locks + tasks), and the inherited priority is the first donor's (K3.04). RtMutexes holds the rules, each at one instant under the
 * wait lock; RtMutexAcquire, RtMutexRelease and ChainWalk are the routines that spend time between them. A walk drops everything
 * between two steps, so it is preemptible and other CPUs may change the chain meanwhile (K3.16).
 *
 * <p>Invariants, recomputed by {@code KernelLocks.verify}: a queued task waits for that lock; waiters are in order; the top waiter of an
 * owned lock is a donor of its owner, and nobody else is; when no walk is under way and no waiter has to be re-keyed, a real-time
 * effective priority is the best of the task's own and of its donors'.
 *
 * <p>{@link org.preemptsim.models.locking.PiMutex} is the rtmutex behind a PI futex: interruptible, with time-outs and full deadlock
 * detection.
 *
 * <h2>Spinning</h2>
 *
 * <p>A spinner executes a segment without end. What it watches ends it: a new owner (RtMutex, Spinners), an owner that leaves its CPU
 * (the scheduler's OffCpu port), the mark of its own CPU, a better waiter.
 *
 * <h2>Misuse</h2>
 *
 * <p>A sleeping lock taken in atomic context and a release by a non-owner are errors of the workload: {@link
 * org.preemptsim.models.locking.LockUsageException}.
 */
@NullMarked
package org.preemptsim.models.locking;

import org.jspecify.annotations.NullMarked;
