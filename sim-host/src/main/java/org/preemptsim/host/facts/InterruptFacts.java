// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * Interrupt lines, the kernel's own vectors, and the threads that handle lines.
 *
 * @param source why there are no lines, if there are none
 * @param lines numbered lines, ascending
 * @param vectors rows with a name, such as LOC and NMI
 * @param threads interrupt threads, by line
 * @param irqbalance whether the daemon runs: {@code running (pid N)} or {@code not running}
 */
public record InterruptFacts(
        Reading<String> source,
        List<Line> lines,
        List<Vector> vectors,
        List<IrqThread> threads,
        Reading<String> irqbalance) {

    public InterruptFacts {
        lines = List.copyOf(lines);
        vectors = List.copyOf(vectors);
        threads = List.copyOf(threads);
    }

    /**
     * One numbered line of /proc/interrupts.
     *
     * @param controller such as {@code IO-APIC}
     * @param trigger such as {@code 5-edge}; empty in the old form, where the controller's name holds it
     * @param actions names of the handlers
     * @param counts interrupts since boot, per CPU column
     * @param affinity smp_affinity_list
     */
    public record Line(
            int irq,
            String controller,
            String trigger,
            List<String> actions,
            List<Long> counts,
            Reading<String> affinity) {
        public Line {
            actions = List.copyOf(actions);
            counts = List.copyOf(counts);
        }

        /** Interrupts on all CPUs. */
        public long total() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** One named row of /proc/interrupts. */
    public record Vector(String name, String meaning, List<Long> counts) {
        public Vector {
            counts = List.copyOf(counts);
        }

        /** Interrupts on all CPUs. */
        public long total() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** A kernel thread {@code irq/NN-name}: SCHED_FIFO 50 unless somebody changed it (rule K6.12). */
    public record IrqThread(int pid, int irq, String name, String policy, Reading<String> affinity) {}

    static InterruptFacts read(HostTree tree) {
        Reading<String> text = tree.text("/proc/interrupts");
        List<Line> lines = new ArrayList<>();
        List<Vector> vectors = new ArrayList<>();
        text.value().ifPresent(t -> rows(tree, t, lines, vectors));
        List<TaskStat> tasks = TaskStat.all(tree);
        return new InterruptFacts(
                text.map(t -> "/proc/interrupts"), lines, vectors, threads(tree, tasks), irqbalance(tasks));
    }

    private static void rows(HostTree tree, String text, List<Line> lines, List<Vector> vectors) {
        List<String> rows = text.lines().toList();
        long columns = rows.isEmpty()
                ? 0
                : List.of(rows.get(0).strip().split("\\s+", -1)).stream()
                        .filter(w -> w.startsWith("CPU"))
                        .count();
        for (String row : rows.subList(Math.min(1, rows.size()), rows.size())) {
            int colon = row.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String name = row.substring(0, colon).strip();
            List<Long> counts = new ArrayList<>();
            String rest = counts(row.substring(colon + 1), columns, counts);
            if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
                lines.add(line(tree, Integer.parseInt(name), counts, rest));
            } else {
                vectors.add(new Vector(name, rest, counts));
            }
        }
    }

    /** Takes up to {@code columns} numbers off the front; returns the rest (ERR and MIS have one number only). */
    private static String counts(String row, long columns, List<Long> into) {
        String rest = row.stripLeading();
        while (into.size() < columns && !rest.isEmpty() && Character.isDigit(rest.charAt(0))) {
            int end = 0;
            while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
                end++;
            }
            if (end > 18 || (end < rest.length() && rest.charAt(end) != ' ')) {
                break;
            }
            into.add(Long.parseLong(rest.substring(0, end)));
            rest = rest.substring(end).stripLeading();
        }
        return rest.strip();
    }

    /** The kernel sets the actions off by two blanks: {@code IO-APIC   5-edge      ACPI:Ged}. */
    private static Line line(HostTree tree, int irq, List<Long> counts, String description) {
        String[] parts = description.split(" {2,}|(?<=^\\S{1,64}) (?=\\d+-\\w+)", -1);
        boolean trigger = parts.length > 1 && parts[1].matches("\\d+(-\\w+| *\\w+)");
        int first = trigger ? 2 : 1;
        List<String> actions = parts.length > first ? List.of(parts[parts.length - 1].split(", ", -1)) : List.of();
        return new Line(
                irq,
                parts[0],
                trigger ? parts[1] : "",
                actions,
                counts,
                tree.text("/proc/irq/" + irq + "/smp_affinity_list"));
    }

    private static List<IrqThread> threads(HostTree tree, List<TaskStat> tasks) {
        List<IrqThread> out = new ArrayList<>();
        for (TaskStat t : tasks) {
            if (t.comm().startsWith("irq/")) {
                String number = t.comm().substring(4).split("-", 2)[0];
                if (!number.isEmpty() && number.chars().allMatch(Character::isDigit) && number.length() < 10) {
                    out.add(new IrqThread(
                            t.pid(), Integer.parseInt(number), t.comm(), t.policy(), TaskStat.affinity(tree, t.pid())));
                }
            }
        }
        out.sort(java.util.Comparator.comparingInt(IrqThread::irq).thenComparingInt(IrqThread::pid));
        return out;
    }

    private static Reading<String> irqbalance(List<TaskStat> tasks) {
        if (tasks.isEmpty()) {
            return Reading.absent("no readable /proc/PID/stat");
        }
        return Reading.of(tasks.stream()
                .filter(t -> t.comm().equals("irqbalance"))
                .findFirst()
                .map(t -> "running (pid " + t.pid() + ")")
                .orElse("not running"));
    }

    void writeTo(FactSheet sheet) {
        sheet.put("irq.source", source);
        sheet.put("irq.irqbalance", irqbalance);
        for (Line l : lines) {
            String actions = l.actions.isEmpty() ? "no handler" : String.join(", ", l.actions);
            sheet.put(
                    "irq." + l.irq,
                    actions + "; " + (l.controller + " " + l.trigger).strip() + "; counts " + spaced(l.counts)
                            + "; affinity " + l.affinity);
        }
        for (Vector v : vectors) {
            sheet.put("irq." + v.name, (v.meaning.isEmpty() ? "" : v.meaning + "; ") + "counts " + spaced(v.counts));
        }
        if (threads.isEmpty()) {
            sheet.put("irq.threads", "none");
        }
        for (IrqThread t : threads) {
            sheet.put("irq.thread." + t.name, t.policy + "; affinity " + t.affinity + "; pid " + t.pid);
        }
    }

    private static String spaced(List<Long> counts) {
        return String.join(" ", counts.stream().map(String::valueOf).toList());
    }
}
