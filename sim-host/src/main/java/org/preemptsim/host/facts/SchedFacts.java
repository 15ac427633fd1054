// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

/**
 * The scheduler's limits on real-time tasks and the load.
 *
 * @param rtRuntimeUs time of each period that real-time tasks may use; -1 = no limit
 * @param rtPeriodUs the period
 * @param rtprioLimit this process's RLIMIT_RTPRIO, soft limit
 * @param loadAverage the three load averages
 */
public record SchedFacts(
        Reading<Long> rtRuntimeUs, Reading<Long> rtPeriodUs, Reading<String> rtprioLimit, Reading<String> loadAverage) {

    static SchedFacts read(HostTree tree) {
        return new SchedFacts(
                tree.number("/proc/sys/kernel/sched_rt_runtime_us"),
                tree.number("/proc/sys/kernel/sched_rt_period_us"),
                tree.text("/proc/self/limits").flatMap(SchedFacts::rtprio),
                tree.text("/proc/loadavg").map(SchedFacts::firstThree));
    }

    private static Reading<String> rtprio(String limits) {
        return limits.lines()
                .filter(l -> l.startsWith("Max realtime priority"))
                .map(l -> Reading.of(
                        l.substring("Max realtime priority".length()).strip().split("\\s+", -1)[0]))
                .findFirst()
                .orElse(Reading.absent("no \"Max realtime priority\" in /proc/self/limits"));
    }

    private static String firstThree(String loadavg) {
        String[] f = loadavg.split("\\s+", -1);
        return f.length < 3 ? loadavg : f[0] + " " + f[1] + " " + f[2];
    }

    void writeTo(FactSheet sheet) {
        sheet.put("sched.rt_runtime_us", rtRuntimeUs);
        sheet.put("sched.rt_period_us", rtPeriodUs);
        sheet.put("sched.rtprio_limit", rtprioLimit);
        sheet.put("sched.load_average", loadAverage);
    }
}
