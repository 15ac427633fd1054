// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import picocli.CommandLine.Command;

/** The commands that make other tools' files of scenarios. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Makes another tool's description of a workload of a scenario.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {"", "Examples:", "  preemptsim export rt-app scenario.yaml --out workload.json"})
final class ExportCommand {
    ExportCommand() {}
}
