// SPDX-License-Identifier: Apache-2.0
/** Writers of results. */
@NullMarked
package org.preemptsim.report;

import org.jspecify.annotations.NullMarked;
