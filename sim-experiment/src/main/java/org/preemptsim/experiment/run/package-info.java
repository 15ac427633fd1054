// SPDX-License-Identifier: Apache-2.0
/**
 * From a scenario to results: builds the machines, runs them in slices so that progress shows and a stop is heeded, and turns what the
 * probes hold into {@link org.preemptsim.experiment.result.RunResult}s.
 *
 * <p>Variants run side by side on as many threads as the machine has processors; each run is one thread and shares nothing, so the
 * outcome does not depend on how many there are, on the order of variants or on where slices end.
 */
@NullMarked
package org.preemptsim.experiment.run;

import org.jspecify.annotations.NullMarked;
