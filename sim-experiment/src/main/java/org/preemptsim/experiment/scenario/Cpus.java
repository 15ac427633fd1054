// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.CpuSet;

/** The CPUs of one machine, against which every CPU number of the scenario is held. */
final class Cpus {
    private final int count;
    private final @Nullable Mark declaredAt;
    private final Diagnostics diagnostics;

    /** @param declaredAt where machine.cpus stands, or null if it is the default */
    Cpus(int count, @Nullable Mark declaredAt, Diagnostics diagnostics) {
        this.count = count;
        this.declaredAt = declaredAt;
        this.diagnostics = diagnostics;
    }

    int count() {
        return count;
    }

    CpuSet all() {
        return CpuSet.first(count);
    }

    /**
     * The CPU list under {@code key}, all CPUs if it is absent.
     *
     * @param subject what a message says of a CPU, such as {@code task "ctrl" is pinned to}
     */
    CpuSet read(Fields from, String key, String subject) {
        Node n = from.node(key);
        BitSet bits = new BitSet();
        if (n instanceof ScalarNode s) {
            for (Units.CpuRange r : Units.cpus(s.value()).or(java.util.List.of())) {
                add(bits, r, Mark.inside(s, r.offset()), subject);
            }
        } else if (n instanceof SeqNode seq) {
            for (Node item : seq.items()) {
                Long cpu = item instanceof ScalarNode s ? new ScalarRule.Int(0, Units.HIGHEST_CPU).value(s) : null;
                if (cpu != null) {
                    add(bits, new Units.CpuRange(0, cpu.intValue(), cpu.intValue()), item.at(), subject);
                }
            }
        }
        return bits.isEmpty() ? all() : CpuSet.of(bits.stream().toArray());
    }

    private void add(BitSet bits, Units.CpuRange range, Mark at, String subject) {
        if (range.from() < count) {
            bits.set(range.from(), Math.min(range.to() + 1, count));
        }
        if (range.to() >= count) {
            missing(at, range.to(), subject);
        }
    }

    /** Reports a CPU that does not exist. */
    void missing(Mark at, int cpu, String subject) {
        String where = declaredAt == null ? "" : " (" + declaredAt.seenFrom(at) + ")";
        String range = count == 1 ? "0" : "0-" + (count - 1);
        diagnostics.error(
                at,
                DiagnosticCode.NO_SUCH_CPU,
                subject + " cpu " + cpu + "; this machine has " + Units.cpusOf(count),
                "nothing ever runs on a cpu that is not there",
                "use " + range + ", or raise machine.cpus" + where);
    }
}
