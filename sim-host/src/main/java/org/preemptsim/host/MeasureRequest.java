// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.preemptsim.host.measure.ToolPath;

/**
 * A measurement to make.
 *
 * @param cyclictestCommand the scenario's command line, which is adapted to the installed version
 * @param scenarioName the result's scenario
 * @param variant the result's variant; may be empty
 * @param stressCommand the load beside it, {@code stress ...} or {@code stress-ng ...}; null = none
 * @param cpu the CPU that both are pinned to; empty = as the command itself says
 * @param duration how long to measure; -D and -l of the command do not count
 * @param settle how long the load runs before the measurement begins
 * @param tools where the tools are
 */
public record MeasureRequest(
        String cyclictestCommand,
        String scenarioName,
        String variant,
        @Nullable String stressCommand,
        OptionalInt cpu,
        Duration duration,
        Duration settle,
        ToolPath tools) {

    /** The longest measurement: cyclictest counts cycles in 32 bits of some versions. */
    public static final Duration LONGEST = Duration.ofDays(7);

    public MeasureRequest {
        if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a measurement lasts more than nothing and at most 7 days");
        }
        if (settle.isNegative()) {
            throw new IllegalArgumentException("the load cannot settle for a negative time");
        }
    }

    /** With the tools of the environment, no variant, and one second for the load to settle. */
    public static MeasureRequest of(
            String cyclictestCommand,
            String scenarioName,
            @Nullable String stressCommand,
            OptionalInt cpu,
            Duration duration) {
        return new MeasureRequest(
                cyclictestCommand,
                scenarioName,
                "",
                stressCommand,
                cpu,
                duration,
                Duration.ofSeconds(1),
                ToolPath.ofEnvironment());
    }

    /** The same measurement of another length. */
    public MeasureRequest lasting(Duration other) {
        return new MeasureRequest(cyclictestCommand, scenarioName, variant, stressCommand, cpu, other, settle, tools);
    }

    /** The same measurement beside another load; null = none. */
    public MeasureRequest beside(@Nullable String load, String asVariant) {
        return new MeasureRequest(cyclictestCommand, scenarioName, asVariant, load, cpu, duration, settle, tools);
    }
}
