// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * What /proc/PID/stat says of a task's scheduling.
 *
 * @param comm its name, at most 15 characters; longer for some kernel threads
 * @param policy such as {@code fifo:50} or {@code other}
 */
record TaskStat(int pid, String comm, String policy) {
    private static final int RT_PRIORITY = 40;
    private static final int POLICY = 41;

    static List<TaskStat> all(HostTree tree) {
        List<TaskStat> out = new ArrayList<>();
        for (int pid : tree.numericNames("/proc")) {
            tree.text("/proc/" + pid + "/stat").value().ifPresent(line -> {
                // A comm may hold blanks and brackets, so the last bracket ends it.
                int open = line.indexOf('(');
                int close = line.lastIndexOf(')');
                if (open > 0 && close > open) {
                    String[] rest = line.substring(close + 1).strip().split(" ", -1);
                    out.add(new TaskStat(pid, line.substring(open + 1, close), policy(rest)));
                }
            });
        }
        return out;
    }

    static Reading<String> affinity(HostTree tree, int pid) {
        String path = "/proc/" + pid + "/status";
        return tree.text(path).flatMap(t -> t.lines()
                .filter(l -> l.startsWith("Cpus_allowed_list:"))
                .map(l -> Reading.of(l.substring(l.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(Reading.absent("no Cpus_allowed_list in " + path)));
    }

    /** Fields are numbered as in proc(5); the array starts at field 3. */
    private static String policy(String[] fromState) {
        if (fromState.length <= POLICY - 3) {
            return "unknown";
        }
        String priority = fromState[RT_PRIORITY - 3];
        String policy = fromState[POLICY - 3];
        return switch (policy) {
            case "0" -> "other";
            case "1" -> "fifo:" + priority;
            case "2" -> "rr:" + priority;
            case "3" -> "batch";
            case "5" -> "idle";
            case "6" -> "deadline";
            default -> "policy " + policy;
        };
    }
}
