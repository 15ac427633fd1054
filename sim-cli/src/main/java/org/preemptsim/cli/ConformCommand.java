// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import picocli.CommandLine.Command;

/** The commands that hold the simulator against real kernels. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Holds the simulated kernel against real ones: against records of what they did, and by scripts of their own tests.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  preemptsim conform rt-kernel records/",
            "  preemptsim conform rt-tester t3-l1-pi-steal.tst",
            "  preemptsim help conform rt-kernel"
        })
final class ConformCommand {
    ConformCommand() {}
}
