// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import org.preemptsim.models.spec.KernelSpec;
import org.preemptsim.models.spec.MachineSpec;
import org.preemptsim.models.spec.WorkloadSpec;

/**
 * One variant of a scenario, resolved.
 *
 * @param name as in {@code variants:}; empty if the scenario has no variants
 * @param durationNs simulated time
 * @param hash 16 hex digits over machine, kernel and workload: the same content gives the same hash whatever the YAML
 *     looks like; the duration and the seed are no part of it
 */
public record Variant(
        String name, MachineSpec machine, KernelSpec kernel, WorkloadSpec workload, long durationNs, String hash) {}
