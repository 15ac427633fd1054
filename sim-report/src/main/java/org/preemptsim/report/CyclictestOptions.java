// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.Arrays;
import java.util.List;

/**
 * The few options of a cyclictest command line that decide how its output looks; all others are passed over.
 *
 * @param quiet {@code -q}: no line per thread before a histogram
 * @param histogramOfAll {@code -H}: a last column with the sum over the threads
 * @param latencyTarget what is written to /dev/cpu_dma_latency in microseconds; empty if nothing is
 */
record CyclictestOptions(boolean quiet, boolean histogramOfAll, String latencyTarget) {
    /** Short options whose value is the rest of the word or the next word. */
    private static final String WITH_VALUE = "bcdDFhHilop";

    /** Short options whose value, if any, is the rest of the word. */
    private static final String MAYBE_WITH_VALUE = "aAt";

    static CyclictestOptions of(String command) {
        boolean quiet = false;
        boolean ofAll = false;
        String target = "0";
        List<String> words = Arrays.asList(command.strip().split("\\s+"));
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("--")) {
                quiet |= word.equals("--quiet");
                ofAll |= word.startsWith("--histofall");
                target = targetAfter(word, i + 1 < words.size() ? words.get(i + 1) : "", target);
            } else if (word.startsWith("-")) {
                String letters = lettersOf(word);
                quiet |= letters.indexOf('q') >= 0;
                ofAll |= letters.indexOf('H') >= 0;
                boolean valueFollows = !letters.isEmpty()
                        && letters.length() == word.length() - 1
                        && WITH_VALUE.indexOf(letters.charAt(letters.length() - 1)) >= 0;
                i += valueFollows ? 1 : 0;
            }
        }
        return new CyclictestOptions(quiet, ofAll, target);
    }

    private static String targetAfter(String word, String next, String before) {
        if (word.equals("--laptop") || word.equals("--default-system")) {
            return "";
        }
        String value = word.equals("--latency") ? next : word.startsWith("--latency=") ? word.substring(10) : "";
        return value.matches("\\d{1,9}") ? value : before;
    }

    /** The option letters of a cluster such as {@code -qH60}: all up to the one that takes the rest as its value. */
    private static String lettersOf(String word) {
        for (int i = 1; i < word.length(); i++) {
            if ((WITH_VALUE + MAYBE_WITH_VALUE).indexOf(word.charAt(i)) >= 0) {
                return word.substring(1, i + 1);
            }
        }
        return word.substring(1);
    }
}
