// SPDX-License-Identifier: Apache-2.0
/**
 * How far a profile's simulation is from measurements it has not seen, and whether to trust it.
 *
 * <p>{@link org.preemptsim.host.validate.Condition} compares the distributions of one condition (idle, loaded), {@link
 * org.preemptsim.host.validate.TrustRules} turns numbers and host facts into findings, each with its limit stated, and
 * {@link org.preemptsim.host.validate.ValidationReport} is the verdict: the worst finding.
 */
@NullMarked
package org.preemptsim.host.validate;

import org.jspecify.annotations.NullMarked;
