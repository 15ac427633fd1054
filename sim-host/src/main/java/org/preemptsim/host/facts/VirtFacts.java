// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.List;

/**
 * Whether a hypervisor is underneath.
 *
 * @param guest whether the CPU says so; absent where the architecture has no such flag
 * @param type /sys/hypervisor/type
 * @param dmi vendor and product of the board
 * @param clue other signs, such as a kvm-clock; empty if none
 */
public record VirtFacts(Reading<Boolean> guest, Reading<String> type, Reading<String> dmi, String clue) {

    static VirtFacts read(HostTree tree, ClockFacts clock) {
        Reading<Boolean> guest = CpuFacts.cpuinfo(tree, "flags")
                .map(flags -> List.of(flags.split("\\s+", -1)).contains("hypervisor"));
        String dmiDir = "/sys/class/dmi/id/";
        Reading<String> vendor = tree.text(dmiDir + "sys_vendor");
        Reading<String> dmi =
                vendor.flatMap(v -> tree.text(dmiDir + "product_name").map(p -> v + " " + p));
        String clue = clock.available().value().orElse(List.of()).stream()
                .filter(c -> c.equals("kvm-clock") || c.equals("xen") || c.startsWith("hyperv"))
                .map(c -> "clock source " + c)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        return new VirtFacts(guest, tree.text("/sys/hypervisor/type"), dmi, clue);
    }

    /** Whether any sign of a hypervisor was found. */
    public boolean virtual() {
        return guest.value().orElse(false) || type.present() || !clue.isEmpty();
    }

    void writeTo(FactSheet sheet) {
        sheet.put("virt.hypervisor_flag", guest);
        sheet.put("virt.type", type);
        sheet.put("virt.dmi", dmi);
        sheet.put("virt.clues", clue.isEmpty() ? "none" : clue);
    }
}
