// SPDX-License-Identifier: Apache-2.0
/** The command line. */
@NullMarked
package org.preemptsim.cli;

import org.jspecify.annotations.NullMarked;
