// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import picocli.CommandLine.Command;

/** The commands that make scenarios of other tools' files. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Makes a scenario of another tool's description of a workload.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {"", "Examples:", "  preemptsim import rt-app workload.json --out scenario.yaml"})
final class ImportCommand {
    ImportCommand() {}
}
