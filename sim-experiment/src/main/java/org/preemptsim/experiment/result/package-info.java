// SPDX-License-Identifier: Apache-2.0
/**
 * What a run gives: the only thing reports, comparisons, calibration and notebooks read.
 *
 * <p>A {@link org.preemptsim.experiment.result.RunResult} is the same record whether it was simulated or measured on a
 * host ({@link org.preemptsim.experiment.result.RunResult.Source}), so "simulated against measured" is one code path.
 * All values are immutable; all times are nanoseconds. A simulated result holds nothing that differs between two runs
 * of the same scenario, seed and version: no wall-clock time, no path, no host name.
 */
@NullMarked
package org.preemptsim.experiment.result;

import org.jspecify.annotations.NullMarked;
