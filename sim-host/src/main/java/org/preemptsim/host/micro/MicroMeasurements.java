// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.micro;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.preemptsim.host.HostException;
import org.preemptsim.host.ProcessMonitor;
import org.preemptsim.host.measure.Children;
import org.preemptsim.host.measure.ToolPath;
import org.preemptsim.host.parse.MalformedOutputException;

/**
 * Costs of single operations on one CPU.
 *
 * @param clockRead one clock read in user space
 * @param syscall one small system call
 * @param pipeRoundTrip a byte to another process and back
 * @param park a timed sleep's lateness
 */
public record MicroMeasurements(
        MicroResult clockRead, MicroResult syscall, MicroResult pipeRoundTrip, MicroResult park) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration USUAL = Duration.ofSeconds(3);
    private static final int SYSCALLS_PER_ROUND_TRIP = 4;
    private static final int SWITCHES_PER_ROUND_TRIP = 2;

    private static final Map<String, String> METHODS = methods();

    private static Map<String, String> methods() {
        Map<String, String> m = new LinkedHashMap<>();
        m.put(
                "clock",
                "System.nanoTime(), which is clock_gettime(CLOCK_MONOTONIC), mean of 200 in a row; through the vDSO this"
                        + " is user code, else it includes a system call");
        m.put(
                "syscall",
                "lseek on /dev/null from Java, mean of 200 in a row; includes the JNI transition of some 10 to 20 ns and"
                        + " the call's own few lines");
        m.put(
                "pipe",
                "a byte through a pipe to cat and back, both on one CPU under the fair policy; includes two context"
                        + " switches between address spaces, two wakeups, two reads, two writes and two clock reads");
        m.put(
                "park",
                "how much later than asked a 200 us LockSupport.parkNanos returned under the fair policy; includes the"
                        + " timer slack (50 us unless changed), the timer interrupt, the wakeup and the switch");
        return m;
    }

    /** The names of the results in the order of the components. */
    private static final List<String> NAMES = List.of("clock", "syscall", "pipe", "park");

    /**
     * What a wakeup and the switch to the woken task cost together: half of the pipe's round trip without its four
     * system calls. The pipe's own code is in it, so it is an upper estimate. Never negative.
     *
     * @param p the quantile of the round trip to take
     */
    public double wakeupAndSwitchNs(double p) {
        double calls = SYSCALLS_PER_ROUND_TRIP * syscall.at(0.5);
        return Math.max(0, pipeRoundTrip.at(p) - calls - 2 * clockRead.at(0.5)) / SWITCHES_PER_ROUND_TRIP;
    }

    /**
     * Measures; takes some seconds.
     *
     * @param cpu the CPU to measure on; empty = wherever the kernel puts the child, which makes the pipe's figure
     *     meaningless if it puts the partner elsewhere
     * @throws HostException if a tool is missing or the child fails
     */
    public static MicroMeasurements run(OptionalInt cpu, ToolPath tools, ProcessMonitor monitor) throws HostException {
        try (Children children = Children.open()) {
            List<String> command = new ArrayList<>();
            if (cpu.isPresent()) {
                command.addAll(List.of(tools.find("taskset").toString(), "-c", String.valueOf(cpu.getAsInt())));
            }
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-XX:+UseSerialGC",
                    "-Xbatch",
                    "-Xmx64m",
                    "-cp",
                    classPath(),
                    MicroChild.class.getName(),
                    tools.find("cat").toString()));
            Process child = children.start("micro", command);
            await(child, monitor);
            if (child.exitValue() != 0) {
                String said = children.errors("micro").lines().limit(3).reduce("", (a, b) -> a + " " + b);
                throw new HostException(
                        "the micro-measurement failed with exit code " + child.exitValue(),
                        said.isBlank() ? "it said nothing" : "it said:" + said,
                        "check that a JVM with 64 MB of memory can be started beside this one");
            }
            return parse(children.output("micro"));
        }
    }

    private static void await(Process child, ProcessMonitor monitor) throws HostException {
        long start = System.nanoTime();
        try {
            while (!child.waitFor(100, TimeUnit.MILLISECONDS)) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                monitor.progress("measuring single costs", elapsed, USUAL);
                if (monitor.cancelled()) {
                    throw new HostException(
                            "the micro-measurement was stopped", "it was asked to stop", "start it again");
                }
                if (elapsed.compareTo(LIMIT) > 0) {
                    throw new HostException(
                            "the micro-measurement does not end",
                            "it ran for more than " + LIMIT.toSeconds() + " s",
                            "measure when the host has less to do");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("the micro-measurement was stopped", "it was interrupted", "start it again", e);
        }
    }

    /** The directory or jar of this very class: the child needs nothing else. */
    private static String classPath() throws HostException {
        CodeSource source = MicroChild.class.getProtectionDomain().getCodeSource();
        if (source != null) {
            try {
                return new File(source.getLocation().toURI()).getPath();
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw noClassPath(e);
            }
        }
        throw noClassPath(new IllegalStateException("no code source"));
    }

    private static HostException noClassPath(Exception e) {
        return new HostException(
                "the micro-measurement cannot be started",
                "its program is not in a directory or jar that a second JVM could read",
                "start PreemptSim from its jar or its build",
                e);
    }

    /** Reads the child's lines {@code NAME OPERATIONS NANOSECONDS}. */
    static MicroMeasurements parse(String text) throws MalformedOutputException {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        NAMES.forEach(n -> values.put(n, new ArrayList<>()));
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String[] f = line.split(" ", -1);
            List<Double> into = values.get(f[0]);
            if (into == null || f.length != 3 || !f[1].matches("[1-9]\\d{0,8}") || !f[2].matches("-?\\d{1,18}")) {
                throw new MalformedOutputException("micro-measurement", number, "cannot be read: " + line);
            }
            into.add((double) Long.parseLong(f[2]) / Long.parseLong(f[1]));
        }
        List<MicroResult> results = new ArrayList<>();
        for (String n : NAMES) {
            List<Double> v = values.get(n);
            if (v == null || v.isEmpty()) {
                throw new MalformedOutputException("micro-measurement", Math.max(1, number), "no line \"" + n + "\"");
            }
            results.add(MicroResult.of(
                    n,
                    METHODS.getOrDefault(n, ""),
                    v.stream().mapToDouble(Double::doubleValue).toArray()));
        }
        return new MicroMeasurements(results.get(0), results.get(1), results.get(2), results.get(3));
    }
}
