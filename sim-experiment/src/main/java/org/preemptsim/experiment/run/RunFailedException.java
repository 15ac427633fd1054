// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.run;

/** A run broke down: a fault of the model, or too little memory. The cause says which. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String variant;

    RunFailedException(String variant, Throwable cause) {
        super("variant \"" + variant + "\" failed: " + cause, cause);
        this.variant = variant;
    }

    /** The variant that failed; empty if the scenario has none. */
    public String variant() {
        return variant;
    }
}
