// SPDX-License-Identifier: Apache-2.0
/** The discrete-event core. */
@NullMarked
package org.preemptsim.engine;

import org.jspecify.annotations.NullMarked;
