// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * One line on a terminal that says how far a run is, how long it took and how long it will take. It appears only when a
 * run lasts, and leaves nothing behind.
 */
final class ProgressBar {
    private static final long FIRST_SHOWN_NS = 500_000_000L;
    private static final long REDRAW_NS = 200_000_000L;
    private static final int BAR_CELLS = 24;
    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream terminal;
    private final int width;
    private final int parts;
    private final String verb;
    private final LongSupplier wallNs;
    private final long startNs;
    private final Map<String, Long> done = new LinkedHashMap<>();
    private long drawnNs = Long.MIN_VALUE;
    private boolean visible;

    /**
     * @param terminal where to draw
     * @param width its columns
     * @param parts how many runs there will be, each of the same length
     * @param verb what happens to the time, such as {@code simulated}
     * @param wallNs a clock
     */
    ProgressBar(PrintStream terminal, int width, int parts, String verb, LongSupplier wallNs) {
        this.terminal = terminal;
        this.width = width;
        this.parts = parts;
        this.verb = verb;
        this.wallNs = wallNs;
        this.startNs = wallNs.getAsLong();
    }

    /** Part {@code name} has come to {@code doneNs} of {@code horizonNs}; may be called from any thread. */
    synchronized void update(String name, long doneNs, long horizonNs) {
        done.put(name, doneNs);
        long now = wallNs.getAsLong();
        if (now - startNs >= FIRST_SHOWN_NS && (!visible || now - drawnNs >= REDRAW_NS)) {
            drawnNs = now;
            draw(horizonNs, now - startNs);
        }
    }

    /** Removes the line. */
    synchronized void close() {
        if (visible) {
            terminal.print(ERASE_LINE);
            terminal.flush();
            visible = false;
        }
    }

    private void draw(long horizonNs, long elapsedNs) {
        double sum = 0;
        for (long part : done.values()) {
            sum += part;
        }
        double share = horizonNs <= 0 ? 0 : Math.min(1, sum / ((double) horizonNs * parts));
        String line = line(share, horizonNs, elapsedNs);
        terminal.print(ERASE_LINE + line.substring(0, Math.min(line.length(), width - 1)));
        terminal.flush();
        visible = true;
    }

    private String line(double share, long horizonNs, long elapsedNs) {
        int filled = (int) (share * BAR_CELLS);
        String left = share <= 0 ? "?" : span((long) (elapsedNs / share - elapsedNs));
        return "[%s%s] %3d %%  %s elapsed, %s left; %s %s of %s"
                .formatted(
                        "#".repeat(filled),
                        "-".repeat(BAR_CELLS - filled),
                        (int) (share * 100),
                        span(elapsedNs),
                        left,
                        verb,
                        underWay(horizonNs),
                        span(horizonNs));
    }

    /** How far each part is that has begun and not ended, such as {@code gpos 1.2 s, rt 1.3 s}. */
    private String underWay(long horizonNs) {
        String each = done.entrySet().stream()
                .filter(part -> part.getValue() < horizonNs)
                .map(part -> (part.getKey() + " " + span(part.getValue())).strip())
                .collect(Collectors.joining(", "));
        return each.isEmpty() ? span(horizonNs) : each;
    }

    /** A length of time in at most two units. */
    static String span(long ns) {
        long seconds = ns / 1_000_000_000L;
        if (seconds < 1) {
            return (ns / 1_000_000L) + " ms";
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", ns / 1e9);
        }
        if (seconds < 3_600) {
            return (seconds / 60) + " min " + (seconds % 60) + " s";
        }
        return (seconds / 3_600) + " h " + (seconds % 3_600 / 60) + " min";
    }
}
