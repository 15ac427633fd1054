// SPDX-License-Identifier: Apache-2.0
/** One run and many runs. */
@NullMarked
package org.preemptsim.experiment;

import org.jspecify.annotations.NullMarked;
