// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.rtapp;

import java.util.List;

/** A text that is not an rt-app workload; the message names each error's place. */
public final class RtAppException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RtAppException(List<String> errors) {
        super(String.join("\n", errors));
    }
}
