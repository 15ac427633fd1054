// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

/** Names a wait in each run of a scenario: the task's so-manieth request for a lock. */
record WaitKey(String waiter, String lock, long occurrence) {}
