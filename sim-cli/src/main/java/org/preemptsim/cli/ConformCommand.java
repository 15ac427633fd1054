// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import picocli.CommandLine.Command;

/** The commands that hold the simulator against real kernels. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Simulates what a real kernel was recorded doing and says where the simulated kernel did otherwise.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {"", "Examples:", "  preemptsim conform rt-kernel records/", "  preemptsim help conform rt-kernel"})
final class ConformCommand {
    ConformCommand() {}
}
