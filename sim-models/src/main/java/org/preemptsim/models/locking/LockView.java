// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.List;

/** Who owns a lock and who waits for it, for checks and graphs; not for the hot path. */
public interface LockView {
    /** The lock's name as a label. */
    int label();

    /** The task that owns it, or -1: it is free, owned by nobody until a woken waiter takes it, or owned by several or a CPU. */
    int owner();

    /** All tasks that hold it: the readers of a reader-writer lock, else the owner. */
    List<Integer> owners();

    /** The tasks that are queued on it, in the order in which they would get it. */
    List<Integer> waiters();
}
