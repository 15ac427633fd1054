// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.preemptsim.host.HostException;
import org.preemptsim.host.ProcessMonitor;
import org.preemptsim.host.measure.ToolPath;
import org.preemptsim.host.parse.MalformedOutputException;

class MicroMeasurementsTest {
    private static final String LINES = """
            clock 200 4000
            clock 200 6000
            syscall 200 20000
            pipe 1 5000
            pipe 1 9000
            park 1 60000
            """;

    @Test
    void readsTheChildsLinesPerOperation() throws HostException {
        MicroMeasurements m = MicroMeasurements.parse(LINES);
        assertThat(m.clockRead().at(0)).isEqualTo(20);
        assertThat(m.clockRead().at(1)).isEqualTo(30);
        assertThat(m.syscall().at(0.5)).isEqualTo(100);
        assertThat(m.pipeRoundTrip().samples()).isEqualTo(2);
        assertThat(m.park().method()).contains("timer slack");
    }

    @Test
    void takesTheSystemCallsAndClockReadsOffTheRoundTrip() throws HostException {
        // (5000 - 4 x 100 - 2 x 20) / 2
        assertThat(MicroMeasurements.parse(LINES).wakeupAndSwitchNs(0.1)).isEqualTo(2_280);
    }

    @Test
    void refusesLinesThatAreNotItsOwn() {
        assertThatExceptionOfType(MalformedOutputException.class)
                .isThrownBy(() -> MicroMeasurements.parse("clock 200 4000\nclock x 1\n"))
                .withMessageContaining("micro-measurement:2: cannot be read: clock x 1");
        assertThatExceptionOfType(MalformedOutputException.class)
                .isThrownBy(() -> MicroMeasurements.parse("clock 200 4000\n"))
                .withMessageContaining("no line \"syscall\"");
    }

    @Test
    void measuresThisHost() throws HostException {
        ToolPath tools = ToolPath.ofEnvironment();
        assumeTrue(tools.lookFor("taskset").isPresent(), "taskset is not installed here");
        MicroMeasurements m = MicroMeasurements.run(OptionalInt.of(0), tools, ProcessMonitor.SILENT);
        assertThat(m.clockRead().at(0.5)).isPositive();
        assertThat(m.syscall().at(0.5)).isPositive();
        assertThat(m.pipeRoundTrip().at(0.5)).isGreaterThan(m.syscall().at(0.5));
        assertThat(m.park().samples()).isEqualTo(1_500);
    }
}
