// SPDX-License-Identifier: Apache-2.0
/**
 * What the host says about itself.
 *
 * <p>{@link org.preemptsim.host.facts.HostTree} reads files below a root (the real one, or a fixture); one record per
 * subject reads its part and writes itself to a {@link org.preemptsim.host.facts.FactSheet}. Every value has a source
 * file; a file that is missing or refused becomes the word {@code absent} with the reason.
 */
@NullMarked
package org.preemptsim.host.facts;

import org.jspecify.annotations.NullMarked;
