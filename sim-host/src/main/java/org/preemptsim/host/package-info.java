// SPDX-License-Identifier: Apache-2.0
/** The on-host harness. */
@NullMarked
package org.preemptsim.host;

import org.jspecify.annotations.NullMarked;
