// SPDX-License-Identifier: Apache-2.0
/** Small helps for messages to people, used by every reader of text that people write. */
@NullMarked
package org.preemptsim.experiment.text;

import org.jspecify.annotations.NullMarked;
