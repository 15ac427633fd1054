// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel's side of futexes: who sleeps on which word, in which order they are woken, PI futexes on an rtmutex, and what
 * happens to the words of a task that exits.
 *
 * <h2>Words and buckets</h2>
 *
 * <p>A word is an int of user memory, known here by a dense number. Words are spread over hash buckets as in the kernel (256 per CPU); each
 * bucket is guarded by a spinlock_t, which on PREEMPT_RT is a sleeping lock with inheritance. A call takes the bucket's lock after the
 * compare-and-swap of user space has failed and looks at the word again, so no wakeup is lost.
 *
 * <h2>Order</h2>
 *
 * <p>The queue of a word is ordered by the waiters' <em>normal</em> priority, all fair tasks last, equals in order of arrival (rule
 * K3.40). A waker takes the waiters off the queue under the lock and wakes them after it has dropped it; each of these wakeups is a
 * check point of its own, so a stronger waiter preempts a waker that still has others to wake.
 *
 * <h2>PI futexes</h2>
 *
 * <p>The word holds the owner's task number, a bit that says that the kernel has waiters, and one that says that the owner has died. The state
 * behind a contended word is an rtmutex whose owner is the word's (rules K3.38, K3.39). The unlocker writes the next owner into the
 * word before it wakes it; if a stronger task takes the rtmutex meanwhile, the taker corrects the word.
 *
 * <h2>Facts owned here</h2>
 *
 * <p>The words' values, the queues, the PI states and the list of robust words of each task (user memory that the kernel reads at exit).
 */
@NullMarked
package org.preemptsim.models.futex;

import org.jspecify.annotations.NullMarked;
