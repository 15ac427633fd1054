// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.Comparison;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.HostException;
import org.preemptsim.host.HostMeasurement;
import org.preemptsim.host.MeasureRequest;
import org.preemptsim.report.CyclictestText;
import org.preemptsim.report.TerminalTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures this machine with the real cyclictest. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the real cyclictest (package rt-tests) on this machine, beside a load if one is given, and stores what it measured"
                    + " as a result that can be compared with a simulated one. No setting of the machine is changed, and every"
                    + " child process is ended, also by Ctrl-C. Real-time priorities usually need root.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  sudo ./preemptsim host measure --duration 60s --out idle.json",
            "  sudo ./preemptsim host measure --load 'stress --cpu 1 --io 1 -d 1' --out loaded.json",
            "  sudo ./preemptsim host measure my.yaml --loaded --cpu 3 --hist > measured.hist"
        })
final class HostMeasureCommand implements Callable<Integer> {
    private static final String COMMAND = "cyclictest -m -n -q -p95 -h1000 -i 200";
    private static final long DEFAULT_NS = 60_000_000_000L;

    private final Console processConsole;
    private final Function<Runnable, Interruption> interruptions;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "Take name, command line and CPU from this scenario's cyclictest.")
    private @Nullable Path file;

    @Option(
            names = "--command",
            paramLabel = "LINE",
            description = "cyclictest's command line; adapted to the installed version. Default: the scenario's, or"
                    + " '" + COMMAND + "'.")
    private @Nullable String command;

    @Option(
            names = "--load",
            paramLabel = "LINE",
            description = "Run this beside it, pinned to the same CPU: a command line of stress or stress-ng.")
    private @Nullable String load;

    @Option(names = "--loaded", description = "Run the scenario's own load beside it.")
    private boolean loaded;

    @Option(names = "--cpu", paramLabel = "N", description = "The CPU to measure. Default: the scenario's, or 0.")
    private @Nullable Integer cpu;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to measure. Default: 60s.")
    private long durationNs = DEFAULT_NS;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to store the measurement. Default: out/host/NAME.json.")
    private @Nullable Path out;

    @Option(names = "--hist", description = "Print cyclictest's own form instead of the table.")
    private boolean histogram;

    @Option(names = "--quiet", description = "No progress and no messages; errors are still shown.")
    private boolean quiet;

    HostMeasureCommand(Console console, Function<Runnable, Interruption> interruptions) {
        this.processConsole = console;
        this.interruptions = interruptions;
    }

    @Override
    public Integer call() throws HostException {
        MeasureRequest request = request();
        Path target = out != null ? out : Path.of("out", "host", request.scenarioName() + suffix() + ".json");
        prepare(target);
        HostWatch watch = new HostWatch(processConsole, quiet, interruptions);
        RunResult result;
        try (watch) {
            result = HostMeasurement.run(request, watch);
        }
        ResultFiles.writeJson(target, result);
        processConsole.print(
                histogram
                        ? CyclictestText.render(result)
                        : TerminalTable.render(
                                new Comparison(RunResult.SCHEMA, "measured on this machine", List.of(result)),
                                processConsole.terminal().width(),
                                processConsole.terminal().colour()));
        if (!quiet) {
            if (result.host() != null) {
                result.host().adapted().forEach(note -> processConsole.say("note: " + note));
            }
            processConsole.say("Written to " + target);
        }
        return watch.exitCode();
    }

    private void prepare(Path target) {
        Path directory = target.toAbsolutePath().getParent();
        if (out == null && directory != null) {
            Target.requireDirectory(directory);
        }
        Target.requireFile(target);
    }

    private String suffix() {
        return load == null && !loaded ? "-idle" : "-loaded";
    }

    private MeasureRequest request() {
        String name = "host";
        String line = COMMAND;
        int where = 0;
        String beside = load;
        if (file != null) {
            MeasuredScenario scenario = MeasuredScenario.read(file, processConsole, quiet);
            name = scenario.scenario().name();
            line = scenario.test().command();
            where = scenario.cpu();
            if (loaded) {
                beside = scenario.loadCommand()
                        .orElseThrow(() -> new UserError(
                                file + " has no load\n   fix: add workload.stress.command, or give --load"));
            }
        } else if (loaded) {
            throw new UserError("--loaded runs a scenario's load\n   fix: name the scenario, or give --load instead");
        }
        return MeasureRequest.of(
                command != null ? command : line,
                name,
                beside,
                OptionalInt.of(cpu != null ? cpu : where),
                Duration.ofNanos(durationNs));
    }
}
