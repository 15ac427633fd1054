// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.preemptsim.experiment.result.HostProvenance;
import org.preemptsim.experiment.result.LatencyResult;
import org.preemptsim.experiment.result.RunResult;
import org.preemptsim.host.HostException;
import org.preemptsim.host.HostFacts;
import org.preemptsim.host.MeasureRequest;
import org.preemptsim.host.ProcessMonitor;
import org.preemptsim.host.parse.CyclictestJson;
import org.preemptsim.host.parse.CyclictestOutput;
import org.preemptsim.host.parse.CyclictestText;
import org.preemptsim.host.parse.ThreadStats;

/** One measurement from the check of the host to the result. */
public final class MeasureSession {
    private static final String TOOL = "cyclictest";
    private static final String LOAD = "load";
    private static final String JSON = "result.json";
    private static final Duration HELP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_MS = 100;

    private final MeasureRequest request;
    private final ProcessMonitor monitor;
    private final Children children;
    private final List<String> notes = new ArrayList<>();
    private boolean cancelled;

    private MeasureSession(MeasureRequest request, ProcessMonitor monitor, Children children) {
        this.request = request;
        this.monitor = monitor;
        this.children = children;
    }

    /** See {@link org.preemptsim.host.HostMeasurement#run}. */
    public static RunResult run(MeasureRequest request, ProcessMonitor monitor) throws HostException {
        HostFacts facts = HostFacts.read();
        checkCpu(request, facts);
        try (Children children = Children.open()) {
            return new MeasureSession(request, monitor, children).measure(facts);
        }
    }

    private static void checkCpu(MeasureRequest request, HostFacts facts) throws HostException {
        if (request.cpu().isEmpty()) {
            return;
        }
        int cpu = request.cpu().getAsInt();
        var online = facts.cpu().online();
        if (online.value().isPresent() && !online.value().get().contains(cpu)) {
            throw new HostException(
                    "there is no CPU " + cpu + " to measure on",
                    "this host has CPUs " + online + " online",
                    "choose one of them");
        }
    }

    private RunResult measure(HostFacts before) throws HostException {
        CyclictestCommand asked = CyclictestCommand.parse(request.cyclictestCommand());
        Path tool = request.tools().find(asked.program());
        ToolHelp help = askForHelp(tool);
        CommandAdapter.Adapted adapted = CommandAdapter.adapt(asked, help, request.cpu(), request.duration());
        notes.addAll(adapted.notes());
        List<String> pin = pinning();
        Process load = startLoad(pin);

        Instant startedAt = Instant.now();
        long startNs = System.nanoTime();
        Process measuring = children.start(TOOL, command(pin, tool, adapted));
        await(measuring, load, startNs);
        long ranNs = System.nanoTime() - startNs;

        HostFacts after = HostFacts.read();
        String version = help.version().map(v -> "cyclictest " + v).orElse("cyclictest of unknown version");
        CyclictestOutput output = read(measuring, adapted);
        boolean complete = !cancelled && reachedItsEnd(adapted, output, ranNs);
        noteOverflows(adapted, output);
        return new RunResult(
                RunResult.SCHEMA,
                RunResult.Source.HOST,
                request.scenarioName(),
                request.variant(),
                "",
                0,
                modelVersion(),
                before.kernel().uname(),
                shownCommand(pin, adapted),
                request.duration().toNanos(),
                Math.min(ranNs, request.duration().toNanos()),
                complete,
                complete ? "duration" : "interrupted",
                latencies(adapted, output),
                List.of(),
                List.of(),
                List.of(),
                new HostProvenance(
                        version, startedAt.truncatedTo(ChronoUnit.SECONDS).toString(), notes, facts(before, after)));
    }

    private ToolHelp askForHelp(Path tool) throws HostException {
        Process p = children.start("help", List.of(tool.toString(), "--help"));
        if (!waitFor(p, HELP_TIMEOUT)) {
            Children.end(p);
            throw new HostException(
                    tool + " --help does not end",
                    "it ran for more than " + HELP_TIMEOUT.toSeconds() + " s",
                    "check that the first cyclictest in PATH is the one of rt-tests");
        }
        return ToolHelp.parse(children.output("help") + "\n" + children.errors("help"));
    }

    private List<String> pinning() throws HostException {
        if (request.cpu().isEmpty()) {
            return List.of();
        }
        Path taskset = request.tools().find("taskset");
        return List.of(taskset.toString(), "-c", String.valueOf(request.cpu().getAsInt()));
    }

    private @Nullable Process startLoad(List<String> pin) throws HostException {
        String line = request.stressCommand();
        if (line == null) {
            return null;
        }
        StressCommand stress = StressCommand.parse(
                line, request.settle().plus(request.duration()).plus(GRACE).plus(GRACE));
        notes.addAll(stress.notes());
        notes.add("beside the load: " + line);
        checkSpace(stress);
        List<String> command = new ArrayList<>(pin);
        command.add(request.tools().find(stress.program()).toString());
        command.addAll(stress.words());
        Process load = children.start(LOAD, command);
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < request.settle().toNanos() && !stopAsked()) {
            requireAlive(load);
            monitor.progress("settling", Duration.ofNanos(System.nanoTime() - startNs), request.settle());
            waitFor(load, Duration.ofMillis(POLL_MS));
        }
        children.noteForked();
        return load;
    }

    private void checkSpace(StressCommand stress) throws HostException {
        if (stress.diskBytes() == 0) {
            return;
        }
        try {
            long free = Files.getFileStore(children.directory()).getUsableSpace();
            if (free < stress.diskBytes() + (stress.diskBytes() >> 3)) {
                throw new HostException(
                        "too little disk space for the load",
                        "its disk workers keep " + (stress.diskBytes() >> 20) + " MiB, and the temporary directory has "
                                + (free >> 20) + " MiB free",
                        "make space, lower --hdd-bytes, or name another place with -Djava.io.tmpdir=DIR");
            }
            notes.add("the load's disk workers write to a file system of type "
                    + Files.getFileStore(children.directory()).type());
        } catch (IOException e) {
            notes.add("the free disk space for the load could not be found out");
        }
    }

    private void requireAlive(@Nullable Process load) throws HostException {
        if (load == null || load.isAlive()) {
            return;
        }
        String said = firstLines(children.errors(LOAD) + children.output(LOAD));
        throw new HostException(
                "the load ended before the measurement, with exit code " + load.exitValue(),
                said.isEmpty() ? "it said nothing" : "it said: " + said,
                "try the command by hand: " + request.stressCommand());
    }

    private static List<String> command(List<String> pin, Path tool, CommandAdapter.Adapted adapted) {
        List<String> out = new ArrayList<>(pin);
        out.add(tool.toString());
        out.addAll(adapted.words());
        if (adapted.json()) {
            out.add("--json=" + JSON);
        }
        return out;
    }

    private String shownCommand(List<String> pin, CommandAdapter.Adapted adapted) {
        List<String> out = new ArrayList<>();
        if (!pin.isEmpty()) {
            out.addAll(List.of("taskset", "-c", pin.get(2)));
        }
        out.add(TOOL);
        out.addAll(adapted.words());
        return ShellWords.join(out);
    }

    private void await(Process measuring, @Nullable Process load, long startNs) throws HostException {
        Duration limit = request.duration().plus(GRACE);
        while (!waitFor(measuring, Duration.ofMillis(POLL_MS))) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startNs);
            monitor.progress("measuring", elapsed, request.duration());
            requireAlive(load);
            if (stopAsked()) {
                cancelled = true;
                // On SIGTERM cyclictest stops its threads and prints what it has.
                measuring.destroy();
                if (!waitFor(measuring, REPORT_TIMEOUT)) {
                    Children.end(measuring);
                }
                return;
            }
            if (elapsed.compareTo(limit) > 0) {
                Children.end(measuring);
                throw new HostException(
                        "cyclictest did not end",
                        "it ran " + GRACE.toSeconds() + " s longer than the "
                                + request.duration().toSeconds() + " s it was asked for and was ended",
                        "look for a host that is overloaded or was suspended, and measure again");
            }
        }
    }

    private boolean stopAsked() {
        return monitor.cancelled() || Thread.currentThread().isInterrupted();
    }

    /** Waits without losing an interrupt: the flag is set again, and {@link #stopAsked} sees it. */
    private static boolean waitFor(Process p, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return p.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CyclictestOutput read(Process measuring, CommandAdapter.Adapted adapted) throws HostException {
        String errors = children.errors(TOOL);
        String json = adapted.json() ? children.read(children.directory().resolve(JSON)) : "";
        String text = children.output(TOOL);
        if (measuring.exitValue() != 0 && !(cancelled && (!json.isBlank() || text.contains("# Total")))) {
            throw failure(measuring.exitValue(), errors, text);
        }
        if (!json.isBlank()) {
            return withOverflowCycles(CyclictestJson.parse("cyclictest --json", json), text);
        }
        return CyclictestText.parse("cyclictest's output", text);
    }

    /** The JSON has no overflow cycles; the text of the same run has. */
    private static CyclictestOutput withOverflowCycles(CyclictestOutput json, String text) {
        List<ThreadStats> threads = new ArrayList<>();
        List<ThreadStats> fromText;
        try {
            fromText = CyclictestText.parse("cyclictest's output", text).threads();
        } catch (HostException e) {
            return json;
        }
        for (ThreadStats t : json.threads()) {
            List<Long> cycles = fromText.stream()
                    .filter(o -> o.index() == t.index())
                    .findFirst()
                    .map(ThreadStats::overflowCycles)
                    .orElse(List.of());
            threads.add(new ThreadStats(
                    t.index(),
                    t.cpu(),
                    t.priority(),
                    t.intervalUs(),
                    t.unitNs(),
                    t.cycles(),
                    t.min(),
                    t.avg(),
                    t.max(),
                    t.bins(),
                    t.overflows(),
                    cycles));
        }
        return new CyclictestOutput(json.version(), threads);
    }

    private HostException failure(int code, String errors, String text) {
        String said = firstLines(errors.isBlank() ? text : errors);
        String lower = said.toLowerCase(java.util.Locale.ROOT);
        if (lower.contains("scheduling policy") || lower.contains("rtprio") || lower.contains("sched_setscheduler")) {
            return new HostException(
                    "no right to run cyclictest under a real-time policy",
                    "it said: " + said,
                    "run as root, or raise the limit: a line \"" + System.getProperty("user.name", "USER")
                            + " - rtprio 99\" (and memlock unlimited for -m) in /etc/security/limits.conf, then log in"
                            + " again; in a container add the capability SYS_NICE; with RT_GROUP_SCHED the cgroup needs"
                            + " a cpu.rt_runtime_us above 0");
        }
        if (lower.contains("mlock") || lower.contains("cannot allocate memory")) {
            return new HostException(
                    "cyclictest may not lock its memory",
                    "it said: " + said,
                    "run as root, raise the memlock limit (ulimit -l unlimited), or leave -m out");
        }
        if (lower.contains("affinity") || lower.contains("out of range")) {
            return new HostException(
                    "cyclictest cannot be pinned as asked",
                    "it said: " + said,
                    "choose a CPU that is online and in this process's cpuset (see Cpus_allowed_list in"
                            + " /proc/self/status)");
        }
        return new HostException(
                "cyclictest failed with exit code " + code,
                said.isEmpty() ? "it said nothing" : "it said: " + said,
                "try the command by hand: " + request.cyclictestCommand());
    }

    private static String firstLines(String text) {
        return String.join(
                "; ",
                text.lines()
                        .map(String::strip)
                        .filter(l -> !l.isEmpty() && !l.startsWith("# /dev/cpu_dma_latency"))
                        .limit(4)
                        .toList());
    }

    /** Somebody else may have ended it early: Ctrl-C reaches all processes of a terminal. */
    private boolean reachedItsEnd(CommandAdapter.Adapted adapted, CyclictestOutput output, long ranNs) {
        if (adapted.loops() > 0) {
            return output.threads().stream().allMatch(t -> t.cycles() >= adapted.loops());
        }
        return ranNs >= request.duration().toNanos() - TimeUnit.MILLISECONDS.toNanos(500);
    }

    private void noteOverflows(CommandAdapter.Adapted adapted, CyclictestOutput output) {
        for (ThreadStats t : output.threads()) {
            long over = t.overflows().orElse(0);
            if (over > 0) {
                notes.add(over + " samples of thread " + t.index() + " are beyond the recorded "
                        + adapted.recordedBuckets() + " us: of them only the count and the greatest are known");
            }
            if (t.overflows().isEmpty() && adapted.recordedBuckets() > 0) {
                notes.add("this version does not count samples beyond its histogram");
            }
        }
    }

    private List<LatencyResult> latencies(CommandAdapter.Adapted adapted, CyclictestOutput output) {
        List<LatencyResult> out = new ArrayList<>();
        for (ThreadStats t : output.threads()) {
            out.add(t.toResult(
                    "cyclictest/" + t.index(),
                    request.cpu().orElse(-1),
                    adapted.policy(),
                    adapted.intervalNs() + t.index() * adapted.distanceNs(),
                    adapted.askedBuckets()));
        }
        return out;
    }

    /** Facts of before, and what the counters did while it ran. */
    private Map<String, String> facts(HostFacts before, HostFacts after) {
        Map<String, String> out = new LinkedHashMap<>(before.flat());
        out.putAll(RunDelta.between(before, after));
        return out;
    }

    private static String modelVersion() {
        String v = MeasureSession.class.getPackage().getImplementationVersion();
        return v == null ? "unreleased" : v;
    }
}
