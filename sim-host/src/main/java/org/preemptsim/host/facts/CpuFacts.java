// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.preemptsim.models.spec.CpuSet;

/**
 * The CPUs and how they hang together.
 *
 * @param model name of the first CPU
 * @param online CPUs that run
 * @param isolated CPUs that load balancing leaves alone
 * @param nohzFull CPUs without tick while one task runs
 * @param governor cpufreq governor of the first CPU
 * @param places each online CPU's place
 */
public record CpuFacts(
        Reading<String> model,
        Reading<CpuSet> online,
        Reading<CpuSet> isolated,
        Reading<CpuSet> nohzFull,
        Reading<String> governor,
        List<Place> places) {

    private static final String CPUS = "/sys/devices/system/cpu/";

    /** Where one CPU sits. */
    public record Place(int cpu, Reading<Long> socket, Reading<Long> core, Reading<String> threadSiblings) {}

    static CpuFacts read(HostTree tree) {
        Reading<CpuSet> online = set(tree, CPUS + "online");
        List<Place> places = new ArrayList<>();
        online.value().ifPresent(set -> {
            for (int cpu = set.next(0); cpu >= 0; cpu = set.next(cpu + 1)) {
                String topology = CPUS + "cpu" + cpu + "/topology/";
                places.add(new Place(
                        cpu,
                        tree.number(topology + "physical_package_id"),
                        tree.number(topology + "core_id"),
                        tree.text(topology + "thread_siblings_list")));
            }
        });
        return new CpuFacts(
                cpuinfo(tree, "model name"),
                online,
                set(tree, CPUS + "isolated"),
                set(tree, CPUS + "nohz_full"),
                tree.text(CPUS + "cpu0/cpufreq/scaling_governor"),
                List.copyOf(places));
    }

    /** The first value of a key of /proc/cpuinfo. */
    static Reading<String> cpuinfo(HostTree tree, String key) {
        return tree.text("/proc/cpuinfo").flatMap(text -> {
            Optional<String> hit = text.lines()
                    .filter(l -> l.contains(":"))
                    .filter(l -> l.substring(0, l.indexOf(':')).strip().equals(key))
                    .map(l -> l.substring(l.indexOf(':') + 1).strip())
                    .findFirst();
            return hit.map(Reading::of).orElse(Reading.absent("no \"" + key + "\" in /proc/cpuinfo"));
        });
    }

    private static Reading<CpuSet> set(HostTree tree, String path) {
        return tree.text(path).flatMap(CpuLists::parse);
    }

    void writeTo(FactSheet sheet) {
        sheet.put("cpu.model", model);
        sheet.put("cpu.online", online.map(CpuLists::show));
        sheet.put("cpu.isolated", isolated.map(CpuLists::show));
        sheet.put("cpu.nohz_full", nohzFull.map(CpuLists::show));
        sheet.put("cpu.governor", governor);
        for (Place p : places) {
            sheet.put(
                    "cpu." + p.cpu + ".place",
                    "socket " + p.socket + ", core " + p.core + ", threads of the core " + p.threadSiblings);
        }
    }
}
