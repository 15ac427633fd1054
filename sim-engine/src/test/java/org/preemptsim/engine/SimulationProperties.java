// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A random self-scheduling model gives the same firing sequence under run-ahead on, off, in slices of time, and under a
 * naive loop that looks at every slot for every event.
 */
class SimulationProperties {
    private static final long HORIZON_NS = 600;

    @Property(tries = 400)
    void firesTheSameSequenceWithRunAheadOnAndOffAndAsTheNaiveLoop(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int slots) {
        Outcome on = play(seed, slots, HORIZON_NS, (set, sink) -> new Engine(set, sink, true));
        Outcome off = play(seed, slots, HORIZON_NS, (set, sink) -> new Engine(set, sink, false));
        Outcome naive = play(seed, slots, HORIZON_NS, Naive::new);
        assertThat(off).isEqualTo(naive);
        assertThat(on).isEqualTo(naive);
    }

    @Property(tries = 200)
    void firesTheSameSequenceInOneRunAndInSlices(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int slots,
            @ForAll @IntRange(min = 1, max = 50) int sliceNs) {
        Outcome whole = play(seed, slots, HORIZON_NS, (set, sink) -> new Engine(set, sink, true));
        Outcome sliced = play(seed, slots, sliceNs, (set, sink) -> new Engine(set, sink, true));
        assertThat(sliced).isEqualTo(whole);
    }

    @Property(tries = 100)
    void countsEveryEventOnce(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int slots) {
        for (boolean runAhead : new boolean[] {true, false}) {
            List<Engine> engines = new ArrayList<>();
            Outcome outcome = play(seed, slots, HORIZON_NS, (set, sink) -> {
                engines.add(new Engine(set, sink, runAhead));
                return engines.get(0);
            });
            Simulation simulation = engines.get(0).simulation;
            assertThat(simulation.eventCount()).isEqualTo(outcome.events());
            if (!runAhead) {
                assertThat(simulation.ranAheadCount()).isZero();
            }
        }
    }

    private record Outcome(List<String> fired, long nowNs, StopReason reason) {
        long events() {
            return fired.stream().filter(line -> !line.startsWith("sees")).count();
        }
    }

    private static Outcome play(long seed, int slots, long sliceNs, BiFunction<EventSet, EventSink, Loop> loopOf) {
        EventSet set = new EventSet(slots);
        if ((seed & 1) == 0) {
            set.shuffleTies(seed);
        }
        Model model = new Model(seed, slots);
        Loop loop = loopOf.apply(set, model::fire);
        model.loop = loop;
        for (int slot = 0; slot < slots; slot++) {
            loop.schedule(slot, model.random.nextInt(4));
        }
        StopReason reason = StopReason.HORIZON;
        for (long until = sliceNs; until < HORIZON_NS && reason == StopReason.HORIZON; until += sliceNs) {
            reason = loop.run(until);
        }
        if (reason != StopReason.REQUESTED) {
            reason = loop.run(HORIZON_NS);
        }
        return new Outcome(model.fired, loop.nowNs(), reason);
    }

    /** What a model may do to a simulation. */
    private interface Loop {
        long nowNs();

        void schedule(int slot, long atNs);

        void cancel(int slot);

        long timeOf(int slot);

        boolean advance(int slot, long atNs);

        void requestStop();

        StopReason run(long untilNs);
    }

    /** Does to itself and to others all that is allowed, by dice; delays are short, so many instants coincide. */
    private static final class Model {
        final RandomStream random;
        final List<String> fired = new ArrayList<>();
        private final int slots;
        private final boolean mayStop;
        private Loop loop = new Naive(new EventSet(1), (slot, nowNs) -> {});

        Model(long seed, int slots) {
            this.random = new RandomStream(seed);
            this.slots = slots;
            this.mayStop = random.nextInt(4) == 0;
        }

        void fire(int slot, long nowNs) {
            assertThat(nowNs).isEqualTo(loop.nowNs());
            boolean goesOn = true;
            while (goesOn) {
                fired.add(loop.nowNs() + ":" + slot + ":" + loop.timeOf(slot));
                touchOthers();
                goesOn = continueSelf(slot);
            }
        }

        private void touchOthers() {
            for (int n = random.nextInt(4); n > 0; n--) {
                int other = random.nextInt(slots);
                long pendingNs = loop.timeOf(other);
                switch (random.nextInt(6)) {
                    case 0, 1 -> loop.schedule(other, loop.nowNs() + random.nextInt(8));
                    case 2 -> loop.cancel(other);
                    case 3 -> loop.schedule(other, pendingNs == EventSet.NEVER ? loop.nowNs() + 3 : pendingNs + 2);
                    default -> fired.add("sees " + other + ":" + pendingNs);
                }
            }
            if (mayStop && random.nextInt(200) == 0) {
                loop.requestStop();
            }
        }

        private boolean continueSelf(int slot) {
            long nextNs = loop.nowNs() + random.nextInt(6);
            switch (random.nextInt(12)) {
                case 0 -> {
                    return false;
                }
                case 1 -> {
                    loop.schedule(slot, nextNs);
                    return false;
                }
                case 2 -> {
                    loop.schedule(slot, nextNs);
                    loop.cancel(slot);
                    return false;
                }
                case 3 -> loop.schedule(slot, nextNs + random.nextInt(3));
                case 4 -> loop.cancel(slot);
                default -> {}
            }
            if (loop.advance(slot, nextNs)) {
                return true;
            }
            loop.schedule(slot, nextNs);
            return false;
        }
    }

    private static final class Engine implements Loop {
        final Simulation simulation;

        Engine(EventSet set, EventSink sink, boolean runAhead) {
            simulation = new Simulation(set, sink, runAhead);
        }

        @Override
        public long nowNs() {
            return simulation.nowNs();
        }

        @Override
        public void schedule(int slot, long atNs) {
            simulation.schedule(slot, atNs);
        }

        @Override
        public void cancel(int slot) {
            simulation.cancel(slot);
        }

        @Override
        public long timeOf(int slot) {
            return simulation.timeOf(slot);
        }

        @Override
        public boolean advance(int slot, long atNs) {
            return simulation.advance(slot, atNs);
        }

        @Override
        public void requestStop() {
            simulation.requestStop();
        }

        @Override
        public StopReason run(long untilNs) {
            return simulation.run(untilNs);
        }
    }

    /** The rules of the package page, word for word: an array, a scan, no run-ahead. */
    private static final class Naive implements Loop {
        private final EventSet ranks;
        private final EventSink sink;
        private final long[] times;
        private long nowNs;
        private boolean stop;

        Naive(EventSet ranks, EventSink sink) {
            this.ranks = ranks;
            this.sink = sink;
            this.times = new long[32];
            Arrays.fill(times, EventSet.NEVER);
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public void schedule(int slot, long atNs) {
            times[slot] = atNs;
        }

        @Override
        public void cancel(int slot) {
            times[slot] = EventSet.NEVER;
        }

        @Override
        public long timeOf(int slot) {
            return times[slot];
        }

        @Override
        public boolean advance(int slot, long atNs) {
            return false;
        }

        @Override
        public void requestStop() {
            stop = true;
        }

        @Override
        public StopReason run(long untilNs) {
            stop = false;
            while (!stop) {
                int next = next();
                if (next < 0 || times[next] > untilNs) {
                    nowNs = untilNs;
                    return next < 0 ? StopReason.EXHAUSTED : StopReason.HORIZON;
                }
                nowNs = times[next];
                times[next] = EventSet.NEVER;
                sink.fire(next, nowNs);
            }
            return StopReason.REQUESTED;
        }

        private int next() {
            int best = -1;
            for (int slot = 0; slot < times.length; slot++) {
                boolean pending = times[slot] != EventSet.NEVER;
                if (pending && (best < 0 || precedes(slot, best))) {
                    best = slot;
                }
            }
            return best;
        }

        private boolean precedes(int a, int b) {
            return times[a] != times[b] ? times[a] < times[b] : ranks.key(a, 0) < ranks.key(b, 0);
        }
    }
}
