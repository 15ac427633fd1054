// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.preemptsim.experiment.result.ResultJson;
import org.preemptsim.host.HostFacts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what is known about this machine. */
@Command(
        name = "facts",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what this machine is, as far as it says so: kernel and preemption model, CPUs, clocks, idle states, real-time"
                    + " limits, interrupt lines and threads, hypervisor. Reads only, needs no privilege; a fact that"
                    + " cannot be read is 'absent' with the reason.",
            ""
        },
        footer = {"", "Examples:", "  preemptsim host facts", "  preemptsim host facts --json | jq .kernel"})
final class HostFactsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--json", description = "Print one JSON object of the same keys.")
    private boolean json;

    HostFactsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Map<String, String> facts = HostFacts.read().flat();
        console.print(json ? ResultJson.write(facts) : table(facts));
        return ExitCode.OK;
    }

    private static String table(Map<String, String> facts) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder();
        facts.forEach((key, value) -> out.append(key)
                .append(" ".repeat(width + 2 - key.length()))
                .append(value.replace("\n", "\n" + " ".repeat(width + 2)))
                .append('\n'));
        return out.toString();
    }
}
