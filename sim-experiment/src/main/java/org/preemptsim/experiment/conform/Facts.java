// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Derives facts from events, whoever made them. */
final class Facts {
    /** The name of a CPU that does nothing, in events and facts. */
    static final String IDLE = "idle";
    /** A shorter idle stretch is not told: it may be a race with the overheads. */
    private static final long IDLE_STRETCH_US = 100;

    private final Frame frame;
    private final List<RecordEvent> events;
    private final Set<String> threads;
    private final Map<String, List<Object>> facts = new LinkedHashMap<>();

    /**
     * What facts are about.
     *
     * @param threads the scenario's; all others are kernel threads and left out
     * @param objects mutexes, semaphores and rwlocks
     */
    record Frame(int cpus, List<String> threads, List<String> objects) {
        Frame {
            threads = List.copyOf(threads);
            objects = List.copyOf(objects);
        }

        /** On one CPU its number is not told. */
        String at(long cpu) {
            return cpus > 1 ? "@" + cpu : "";
        }
    }

    private Facts(Frame frame, List<RecordEvent> events) {
        this.frame = frame;
        this.events = events;
        this.threads = Set.copyOf(frame.threads());
    }

    /** The facts of a run, by name, in the order of the records. */
    static Map<String, List<Object>> of(Frame frame, List<RecordEvent> events) {
        Facts f = new Facts(frame, events);
        f.derive();
        return f.facts;
    }

    /** The time at which each thread that finished did so. */
    static Map<String, Long> doneUs(List<RecordEvent> events) {
        Map<String, Long> out = new LinkedHashMap<>();
        events.stream().filter(e -> e.is("done")).forEach(e -> out.put(e.text(0), e.timeUs()));
        return out;
    }

    private void derive() {
        for (int c = 0; c < frame.cpus(); c++) {
            facts.put("cpu_order." + c, cpuOrder(c));
        }
        List<Object> done = events.stream()
                .filter(e -> e.is("done"))
                .<Object>map(e -> e.text(0))
                .toList();
        facts.put("completion", done);
        facts.put(
                "unfinished",
                frame.threads().stream()
                        .filter(t -> !done.contains(t))
                        .<Object>map(t -> t)
                        .toList());
        frame.objects().forEach(o -> facts.put("locks." + o, lockOrder(o)));
        facts.put("pi", inheritance());
        frame.threads().forEach(t -> facts.put("run_prio." + t, runPriorities(t)));
        facts.put("wakes", wakes());
        facts.put(
                "steps",
                events.stream()
                        .filter(e -> e.is("end"))
                        .<Object>map(Facts::returned)
                        .toList());
        new Sequence().walk();
        migrations();
    }

    private List<Object> cpuOrder(int cpu) {
        List<Object> out = new ArrayList<>();
        long idleSinceUs = -1;
        for (RecordEvent e : events) {
            if (!e.is("sw") || e.cpu() != cpu) {
                continue;
            }
            if (idleSinceUs >= 0 && e.timeUs() - idleSinceUs >= IDLE_STRETCH_US && !out.isEmpty()) {
                appendUnlessLast(out, IDLE);
            }
            String next = e.text(3);
            idleSinceUs = next.equals(IDLE) ? e.timeUs() : -1;
            if (threads.contains(next)) {
                appendUnlessLast(out, next);
            }
        }
        if (!out.isEmpty() && out.get(out.size() - 1).equals(IDLE)) {
            out.remove(out.size() - 1);
        }
        return out;
    }

    private List<Object> lockOrder(String object) {
        List<Object> out = new ArrayList<>();
        for (RecordEvent e : events) {
            boolean order = e.is("rel") || e.is("acq") || e.is("fail");
            if (order && e.text(1).equals(object)) {
                out.add(e.text(0) + " " + e.type() + (e.is("fail") ? " " + e.number(2) : ""));
            }
        }
        return out;
    }

    private List<Object> inheritance() {
        return events.stream()
                .filter(e -> e.is("pi") && threads.contains(e.text(0)) && e.number(1) != e.number(2))
                .<Object>map(e -> e.text(0) + " " + e.number(1) + ">" + e.number(2))
                .toList();
    }

    private List<Object> runPriorities(String thread) {
        List<Object> out = new ArrayList<>();
        for (RecordEvent e : events) {
            if (e.is("sw") && e.text(0).equals(thread)) {
                appendUnlessLast(out, (int) e.number(1));
            }
            if (e.is("sw") && e.text(3).equals(thread)) {
                appendUnlessLast(out, (int) e.number(4));
            }
        }
        return out;
    }

    private List<Object> wakes() {
        return events.stream()
                .filter(e -> e.is("wake") && threads.contains(e.text(0)))
                .<Object>map(
                        e -> e.text(0) + frame.at(e.number(2)) + (threads.contains(e.text(3)) ? "<" + e.text(3) : ""))
                .toList();
    }

    private void migrations() {
        for (String t : frame.threads()) {
            List<Object> moves = events.stream()
                    .filter(e -> e.is("mig") && e.text(0).equals(t))
                    .<Object>map(e -> e.number(1) + ">" + e.number(2))
                    .toList();
            if (!moves.isEmpty() && frame.cpus() > 1) {
                facts.put("migrations." + t, moves);
            }
        }
    }

    private static String returned(RecordEvent end) {
        long rc = end.size() > 3 ? end.number(3) : 0;
        return end.text(0) + "." + end.number(1) + (rc == 0 ? "" : "=" + rc);
    }

    private static void appendUnlessLast(List<Object> list, Object item) {
        if (list.isEmpty() || !list.get(list.size() - 1).equals(item)) {
            list.add(item);
        }
    }

    /** The facts that interleave wake-ups, switches and steps. */
    private final class Sequence {
        private final List<Object> sequence = new ArrayList<>();
        private final List<Object> preemptions = new ArrayList<>();
        private final List<CpuState> cpus;

        /** Whom a CPU last ran. */
        private static final class CpuState {
            final List<Object> sequence = new ArrayList<>();
            /** The scenario thread it ran last, with nothing but kernel threads since. */
            @Nullable
            String last;
            /** That thread if it lost the CPU while ready. */
            @Nullable
            String preempted;
        }

        Sequence() {
            cpus = java.util.stream.IntStream.range(0, frame.cpus())
                    .mapToObj(c -> new CpuState())
                    .collect(Collectors.toList());
        }

        void walk() {
            for (RecordEvent e : events) {
                if (e.is("wake") && threads.contains(e.text(0))) {
                    sequence.add("wake " + e.text(0));
                } else if (e.is("end")) {
                    sequence.add(returned(e));
                    cpus.get(e.cpu()).sequence.add(returned(e));
                } else if (e.is("sw")) {
                    switched(e, cpus.get(e.cpu()));
                }
            }
            facts.put("sequence", sequence);
            for (int c = 0; c < frame.cpus() && frame.cpus() > 1; c++) {
                facts.put("cpu_sequence." + c, cpus.get(c).sequence);
            }
            facts.put("preemptions", preemptions);
        }

        private void switched(RecordEvent e, CpuState cpu) {
            String previous = e.text(0);
            String next = e.text(3);
            if (threads.contains(previous)) {
                cpu.preempted = e.text(2).startsWith("R") ? previous : null;
            }
            if (threads.contains(next)) {
                if (cpu.preempted != null && !cpu.preempted.equals(next)) {
                    preemptions.add(cpu.preempted + "<" + next + frame.at(e.cpu()));
                }
                cpu.preempted = null;
                if (!Objects.equals(cpu.last, next)) {
                    sequence.add("run " + next + frame.at(e.cpu()));
                    cpu.sequence.add("run " + next);
                }
                cpu.last = next;
            } else if (next.equals(IDLE)) {
                cpu.last = null;
                cpu.preempted = null;
            }
        }
    }
}
