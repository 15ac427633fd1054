// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.List;

/**
 * Clock sources and the clock event device of the first CPU.
 *
 * @param current the clock source in use
 * @param available what could be used, best first
 * @param eventDevice such as {@code lapic-deadline}
 */
public record ClockFacts(Reading<String> current, Reading<List<String>> available, Reading<String> eventDevice) {
    private static final String SOURCE = "/sys/devices/system/clocksource/clocksource0/";

    static ClockFacts read(HostTree tree) {
        return new ClockFacts(
                tree.text(SOURCE + "current_clocksource"),
                tree.text(SOURCE + "available_clocksource").map(t -> List.of(t.split("\\s+", -1))),
                tree.text("/sys/devices/system/clockevents/clockevent0/current_device"));
    }

    void writeTo(FactSheet sheet) {
        sheet.put("clock.source", current);
        sheet.put("clock.sources_available", available.map(a -> String.join(" ", a)));
        sheet.put("clock.event_device", eventDevice);
    }
}
