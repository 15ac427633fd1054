// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.preemptsim.host.HostException;

/**
 * The load's command line: {@code stress} or {@code stress-ng} with a bounded life, so that it ends even if this JVM is
 * killed without a chance to end it.
 *
 * @param program {@code stress} or {@code stress-ng}
 * @param words its options
 * @param notes what was changed
 * @param diskBytes how much its disk workers keep on the disk at most; 0 = none
 */
record StressCommand(String program, List<String> words, List<String> notes, long diskBytes) {
    private static final long DEFAULT_HDD_BYTES = 1L << 30;

    StressCommand {
        words = List.copyOf(words);
        notes = List.copyOf(notes);
    }

    /**
     * Reads a command line and bounds its life.
     *
     * @param atMost how long the load can be needed
     */
    static StressCommand parse(String line, Duration atMost) throws HostException {
        List<String> words = ShellWords.split(line);
        String program = words.isEmpty() ? "" : words.get(0);
        String name = program.substring(program.lastIndexOf('/') + 1);
        if (!name.equals("stress") && !name.equals("stress-ng")) {
            throw new HostException(
                    "the load \"" + line + "\" cannot be used",
                    "it does not start with stress or stress-ng",
                    "give the load as it would be typed, stress first");
        }
        List<String> out = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        long workers = 0;
        long bytes = DEFAULT_HDD_BYTES;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            String key = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            boolean own = word.contains("=");
            String value = own ? word.substring(key.length() + 1) : i + 1 < words.size() ? words.get(i + 1) : "";
            switch (key) {
                case "-t", "--timeout" -> {
                    notes.add("dropped " + word + (own ? "" : " " + value)
                            + " of the load: it runs as long as the measurement");
                    i += own ? 0 : 1;
                    continue;
                }
                case "-d", "--hdd" -> workers = number(line, key, value);
                case "--hdd-bytes" -> bytes = size(line, value);
                default -> {}
            }
            out.add(word);
        }
        out.add("--timeout");
        out.add(Math.max(1, atMost.toSeconds()) + "s");
        return new StressCommand(program, out, notes, workers * bytes);
    }

    private static long number(String line, String key, String value) throws HostException {
        if (value.matches("\\d{1,6}")) {
            return Long.parseLong(value);
        }
        throw new HostException(
                "the load \"" + line + "\" cannot be used", key + " needs a number of workers", "give one after it");
    }

    private static long size(String line, String value) throws HostException {
        if (value.matches("\\d{1,12}[BbKkMmGg]?")) {
            char unit = value.toUpperCase(Locale.ROOT).charAt(value.length() - 1);
            int shift = "BKMG".indexOf(unit);
            long n = Long.parseLong(shift < 0 ? value : value.substring(0, value.length() - 1));
            return n << (10 * Math.max(0, shift));
        }
        throw new HostException(
                "the load \"" + line + "\" cannot be used",
                "--hdd-bytes has the value \"" + value + "\"",
                "give a number of bytes with B, K, M or G after it");
    }
}
