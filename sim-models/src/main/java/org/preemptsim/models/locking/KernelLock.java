// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import org.preemptsim.models.cpu.Routine;

/** A kernel lock as its users see it. */
public interface KernelLock {
    /** Takes it: spins or sleeps as long as needed. Both registers are the routine's. */
    Routine acquire();

    /** Releases it; the current task or CPU owns it. */
    Routine release();

    /** Its name's label. */
    int label();
}
