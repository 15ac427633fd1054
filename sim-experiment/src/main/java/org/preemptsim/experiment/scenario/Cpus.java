// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.preemptsim.models.spec.CpuSet;

/** The CPUs of one machine, against which every CPU number of the scenario is held. */
final class Cpus {
    private final int count;
    private final CpuSet usual;
    private final @Nullable Mark declaredAt;
    private final Diagnostics diagnostics;

    /** @param declaredAt where machine.cpus stands, or null if it is the default */
    Cpus(int count, @Nullable Mark declaredAt, Diagnostics diagnostics) {
        this(count, CpuSet.first(count), declaredAt, diagnostics);
    }

    private Cpus(int count, CpuSet usual, @Nullable Mark declaredAt, Diagnostics diagnostics) {
        this.count = count;
        this.usual = usual;
        this.declaredAt = declaredAt;
        this.diagnostics = diagnostics;
    }

    int count() {
        return count;
    }

    CpuSet all() {
        return CpuSet.first(count);
    }

    /** Where a task runs that says nothing: all CPUs but the isolated ones. */
    CpuSet usual() {
        return usual;
    }

    /** These CPUs, of which {@code isolated} are left to the tasks that name them. */
    Cpus without(CpuSet isolated) {
        BitSet rest = new BitSet();
        for (int cpu = 0; cpu < count; cpu++) {
            rest.set(cpu, !isolated.contains(cpu));
        }
        return new Cpus(count, CpuSet.of(rest.stream().toArray()), declaredAt, diagnostics);
    }

    /**
     * The CPU list under {@code key}, {@code fallback} if it is absent.
     *
     * @param subject what a message says of a CPU, such as {@code task "ctrl" is pinned to}
     */
    CpuSet read(Fields from, String key, String subject, CpuSet fallback) {
        CpuSet read = read(from.node(key), subject);
        return read.isEmpty() ? fallback : read;
    }

    /** The CPU list {@code n}, empty if there is none. */
    CpuSet read(@Nullable Node n, String subject) {
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
        return CpuSet.of(bits.stream().toArray());
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
