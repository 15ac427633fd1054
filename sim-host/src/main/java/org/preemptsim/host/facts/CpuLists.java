// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.ArrayList;
import java.util.List;
import org.preemptsim.models.spec.CpuSet;

/** The kernel's list form of CPU sets, such as {@code 0-3,8}. */
public final class CpuLists {
    private static final int MAX_CPU = 65_535;

    private CpuLists() {}

    /** The set a list names; absent if the text is not a list. The empty text is the empty set. */
    public static Reading<CpuSet> parse(String list) {
        List<Integer> cpus = new ArrayList<>();
        for (String range : list.strip().split(",", -1)) {
            if (range.isBlank() || range.equals("(null)")) {
                continue;
            }
            String[] ends = range.strip().split("-", -1);
            try {
                int from = Integer.parseInt(ends[0]);
                int to = Integer.parseInt(ends[ends.length - 1]);
                if (ends.length > 2 || from < 0 || to < from || to > MAX_CPU) {
                    return Reading.absent("not a CPU list: " + list);
                }
                for (int cpu = from; cpu <= to; cpu++) {
                    cpus.add(cpu);
                }
            } catch (NumberFormatException e) {
                return Reading.absent("not a CPU list: " + list);
            }
        }
        return Reading.of(CpuSet.of(cpus.stream().mapToInt(Integer::intValue).toArray()));
    }

    /** The list form for people: {@code none} for the empty set. */
    static String show(CpuSet set) {
        return set.isEmpty() ? "none" : set.toString();
    }
}
