// SPDX-License-Identifier: Apache-2.0
/**
 * The model's trace points and the names they refer to. Records are the engine's binary ones; {@link
 * org.preemptsim.models.trace.TracePoint} says what subject and value of each mean.
 */
@NullMarked
package org.preemptsim.models.trace;

import org.jspecify.annotations.NullMarked;
