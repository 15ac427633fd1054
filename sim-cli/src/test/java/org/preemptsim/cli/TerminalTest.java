// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static Terminal terminal(String streams, String columns, Map<String, String> environment) {
        Properties properties = new Properties();
        properties.setProperty(Terminal.STREAMS, streams);
        properties.setProperty(Terminal.COLUMNS, columns);
        return Terminal.of(properties, environment);
    }

    @Test
    void assumesNoTerminalUnlessTold() {
        assertThat(Terminal.of(new Properties(), Map.of())).isEqualTo(new Terminal(false, false, false, 100));
    }

    @Test
    void coloursOnlyATerminalThatCan() {
        Map<String, String> xterm = Map.of("TERM", "xterm-256color");
        assertThat(terminal("out,err", "80", xterm).colour()).isTrue();
        assertThat(terminal("err", "80", xterm).colour()).isFalse();
        assertThat(terminal("out", "80", Map.of("TERM", "dumb")).colour()).isFalse();
        assertThat(terminal("out", "80", Map.of("TERM", "xterm", "NO_COLOR", "1"))
                        .colour())
                .isFalse();
        assertThat(terminal("out", "80", Map.of("TERM", "xterm", "NO_COLOR", ""))
                        .colour())
                .isTrue();
    }

    @Test
    void keepsTheWidthWithinReason() {
        assertThat(terminal("out", "132", Map.of()).width()).isEqualTo(132);
        assertThat(terminal("out", "10", Map.of()).width()).isEqualTo(60);
        assertThat(terminal("out", "9999", Map.of()).width()).isEqualTo(240);
        assertThat(terminal("out", "wide", Map.of()).width()).isEqualTo(100);
    }
}
