// SPDX-License-Identifier: Apache-2.0
/**
 * What the engine costs, measured by JMH; {@code sim-bench/README.md} says how to run it.
 *
 * <p>Each question is one class, and each class measures the engine beside a baseline that anyone would write first
 * ({@link org.preemptsim.bench.TextbookEventSet}, {@code Math.log}, {@code HdrHistogram}), in one run on one machine: the
 * ratio is the result, the nanoseconds are not.
 */
@NullMarked
package org.preemptsim.bench;

import org.jspecify.annotations.NullMarked;
