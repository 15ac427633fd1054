// SPDX-License-Identifier: Apache-2.0
/**
 * Priority inversions: who waited for whom, through which locks, what each owner did meanwhile, which boosts happened, and what
 * they saved.
 *
 * <p>{@link org.preemptsim.experiment.inversion.InversionAnalysis} reads the trace of one run while it goes on and follows, for each
 * task that waits for a lock, the chain of owners to the one task on which all depends: the end of the chain. Every nanosecond of the
 * wait goes to one {@link org.preemptsim.experiment.inversion.Share}, by what that task does:
 *
 * <pre>
 * end of the chain                                                share
 * runs                                                            owner_ran
 * ready; its CPU runs a task that is worse than the waiter        inverted
 *        its CPU runs a task at least as good as the waiter       outranked
 *        it is better than what its CPU runs, or that is idle     handed_over: a switch is under way
 *        its class, or it, is stopped for lack of budget          throttled
 * sleeps                                                          owner_slept
 * has exited                                                      owner_gone
 * the waiter itself, or one on whom it depends: the lock is free  handed_over, outranked
 * there is no end: the chain closes                               deadlocked
 * </pre>
 *
 * <p>What runs includes the interrupts on top of it. A lock of several readers is followed through the one that has held it
 * longest. A semaphore counts as a lock if its initial value is positive; one of value 0, a completion, a condition and a barrier tell
 * events, and waiting for an event is no inversion.
 *
 * <p>{@link org.preemptsim.experiment.inversion.InversionStudy} runs a scenario, and each variant with boosts once more without
 * inheritance: same seed, so all random draws are the same, and the same waits are looked up there.
 */
@NullMarked
package org.preemptsim.experiment.inversion;

import org.jspecify.annotations.NullMarked;
