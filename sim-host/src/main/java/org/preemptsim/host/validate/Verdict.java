// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.validate;

/** Whether a profile may be used, from good to bad. */
public enum Verdict {
    /** Within the limits wherever the data can tell. */
    TRUSTED("TRUSTED"),
    /** Usable for the questions that its findings leave open. */
    USABLE_WITH_CARE("USABLE WITH CARE"),
    /** Its simulation is not this host. */
    NOT_TRUSTED("NOT TRUSTED");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** In words. */
    public String label() {
        return label;
    }
}
