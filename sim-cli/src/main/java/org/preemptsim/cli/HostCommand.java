// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import picocli.CommandLine.Command;

/** The commands that look at or measure the machine they run on. */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Looks at this machine, measures it with the real cyclictest, fits a machine profile to what was measured, and says how"
                    + " far a simulation with that profile is from the part of the measurement that was held back.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  preemptsim host facts",
            "  sudo ./preemptsim host measure --duration 60s --out idle.json",
            "  preemptsim help host measure"
        })
final class HostCommand {
    HostCommand() {}
}
