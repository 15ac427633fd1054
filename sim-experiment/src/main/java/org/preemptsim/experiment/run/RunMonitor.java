// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

/** Watches runs and may stop them; called a few times per second, by one thread at a time. */
public interface RunMonitor {
    /** How far {@code variant} has got. */
    void progress(String variant, long simulatedNs, long horizonNs);

    /** Whether all runs are to end where they are; their results are marked incomplete. */
    boolean stopRequested();

    /** Watches nothing. */
    RunMonitor NONE = new RunMonitor() {
        @Override
        public void progress(String variant, long simulatedNs, long horizonNs) {}

        @Override
        public boolean stopRequested() {
            return false;
        }
    };
}
