// SPDX-License-Identifier: Apache-2.0
/** The wiring of one run. */
@NullMarked
package org.preemptsim.models.machine;

import org.jspecify.annotations.NullMarked;
