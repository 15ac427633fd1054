// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import java.util.Map;
import java.util.Properties;

/**
 * What is known about the terminal.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param colour whether colours are welcome on standard output
 * @param width columns to use
 */
record Terminal(boolean out, boolean err, boolean colour, int width) {
    /** Set by the launcher: which of {@code out} and {@code err} are terminals. */
    static final String STREAMS = "preemptsim.terminal";
    /** Set by the launcher: how wide the terminal is. */
    static final String COLUMNS = "preemptsim.columns";

    private static final int WIDTH_ELSEWHERE = 100;
    private static final int LEAST_WIDTH = 60;
    private static final int GREATEST_WIDTH = 240;

    /**
     * The terminal as the launcher saw it. Colours follow the NO_COLOR convention: any non-empty value forbids them.
     */
    static Terminal of(Properties properties, Map<String, String> environment) {
        String streams = properties.getProperty(STREAMS, "");
        boolean out = streams.contains("out");
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(out, streams.contains("err"), out && !plain, width(properties.getProperty(COLUMNS, "")));
    }

    private static int width(String columns) {
        if (!columns.matches("[1-9][0-9]{0,5}")) {
            return WIDTH_ELSEWHERE;
        }
        return Math.max(LEAST_WIDTH, Math.min(GREATEST_WIDTH, Integer.parseInt(columns)));
    }

    /** The same without colours. */
    Terminal withoutColour() {
        return new Terminal(out, err, false, width);
    }
}
