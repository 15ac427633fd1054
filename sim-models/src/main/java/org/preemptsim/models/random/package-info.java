// SPDX-License-Identifier: Apache-2.0
/**
 * Compiles the distributions of a specification to the engine's quantile tables, with Commons Math's inverse
 * distribution functions. Those compute in pure Java, so a table is the same on every JVM.
 */
@NullMarked
package org.preemptsim.models.random;

import org.jspecify.annotations.NullMarked;
