// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.command;

/**
 * An option of a tool.
 *
 * @param letter its short form, or 0
 * @param name its long form without dashes, or empty
 * @param argument whether it takes a value
 * @param effect what the simulation makes of it
 */
record CommandOption(char letter, String name, Argument argument, Effect effect) {
    enum Argument {
        NONE,
        REQUIRED,
        OPTIONAL
    }

    enum Effect {
        /** Carried out. */
        MODELLED,
        /** Changes nothing that is simulated. */
        IRRELEVANT,
        /** Would change something that is not simulated: a warning. */
        LEFT_OUT
    }

    /** As its user would write it. */
    String shown() {
        return name.isEmpty() ? "-" + letter : "--" + name;
    }
}
