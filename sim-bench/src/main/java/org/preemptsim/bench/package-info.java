// SPDX-License-Identifier: Apache-2.0
/** Benchmarks. */
@NullMarked
package org.preemptsim.bench;

import org.jspecify.annotations.NullMarked;
