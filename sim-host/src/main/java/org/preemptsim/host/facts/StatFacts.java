// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * CPU time since boot from /proc/stat, in its ticks of 10 ms.
 *
 * @param cpus one per CPU
 * @param steal steal of all CPUs; absent in kernels before 2.6.11
 */
public record StatFacts(List<CpuTicks> cpus, Reading<Long> steal) {
    private static final int STEAL = 8;

    public StatFacts {
        cpus = List.copyOf(cpus);
    }

    /** One CPU's ticks. */
    public record CpuTicks(int cpu, long busy, long idle, Reading<Long> steal) {}

    /** Reads the counters of this moment. */
    public static StatFacts read(HostTree tree) {
        Reading<String> text = tree.text("/proc/stat");
        List<CpuTicks> cpus = new ArrayList<>();
        Reading<Long> steal =
                text.present() ? Reading.absent("no cpu line in /proc/stat") : Reading.absent(text.absence());
        for (String line : text.value().orElse("").lines().toList()) {
            String[] f = line.split("\\s+", -1);
            if (f[0].equals("cpu")) {
                steal = steal(f);
            } else if (f[0].matches("cpu\\d+") && f.length > 4) {
                cpus.add(new CpuTicks(Integer.parseInt(f[0].substring(3)), busy(f), tick(f, 4) + tick(f, 5), steal(f)));
            }
        }
        return new StatFacts(cpus, steal);
    }

    /** Steal of one CPU; absent if it is not listed. */
    public Reading<Long> stealOf(int cpu) {
        return cpus.stream()
                .filter(c -> c.cpu == cpu)
                .findFirst()
                .map(CpuTicks::steal)
                .orElse(Reading.absent("cpu" + cpu + " is not in /proc/stat"));
    }

    private static long busy(String[] f) {
        return tick(f, 1) + tick(f, 2) + tick(f, 3) + tick(f, 6) + tick(f, 7);
    }

    private static Reading<Long> steal(String[] f) {
        return f.length > STEAL
                ? Reading.number(Reading.of(f[STEAL]))
                : Reading.absent("/proc/stat has no steal column");
    }

    private static long tick(String[] f, int i) {
        return i < f.length ? Reading.number(Reading.of(f[i])).value().orElse(0L) : 0;
    }

    void writeTo(FactSheet sheet) {
        sheet.put("stat.steal_ticks", steal);
        for (CpuTicks c : cpus) {
            sheet.put(
                    "stat.cpu" + c.cpu,
                    "busy " + c.busy + ", idle " + c.idle + ", steal " + c.steal + " ticks of 10 ms since boot");
        }
    }
}
