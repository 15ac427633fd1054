// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.preemptsim.engine.EventSet;

/**
 * The pending events alone. {@code hold}: the next event is taken and its source schedules itself again.
 * {@code retime}: besides, one other source's pending event is moved, as preemption and timers do.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EventSetBenchmark {
    private static final int EVENTS = 4_096;

    /** The engine's event set with all slots pending. */
    @State(Scope.Thread)
    public static class Engine {
        @Param({"4", "16", "256", "4096", "65536"})
        int slots;

        final Delays delays = new Delays();
        EventSet set = new EventSet(1);
        int other;

        @Setup
        public void fill() {
            set = new EventSet(slots);
            for (int slot = 0; slot < slots; slot++) {
                set.schedule(slot, delays.nextNs());
            }
        }
    }

    /** The textbook's event set with as many events pending. */
    @State(Scope.Thread)
    public static class Textbook {
        @Param({"4", "16", "256", "4096", "65536"})
        int slots;

        final Delays delays = new Delays();
        TextbookEventSet set = new TextbookEventSet(1);
        int other;

        @Setup
        public void fill() {
            set = new TextbookEventSet(slots);
            for (int slot = 0; slot < slots; slot++) {
                set.schedule(slot, delays.nextNs());
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long hold(Engine state) {
        EventSet set = state.set;
        for (int i = 0; i < EVENTS; i++) {
            set.schedule(set.nextSlot(), set.nextTimeNs() + state.delays.nextNs());
        }
        return set.nextTimeNs();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long holdTextbook(Textbook state) {
        TextbookEventSet set = state.set;
        long nowNs = 0;
        for (int i = 0; i < EVENTS; i++) {
            TextbookEventSet.Event event = set.take();
            nowNs = event.timeNs;
            set.schedule(event.slot, nowNs + state.delays.nextNs());
        }
        return nowNs;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long retime(Engine state) {
        EventSet set = state.set;
        for (int i = 0; i < EVENTS; i++) {
            long nowNs = set.nextTimeNs();
            set.schedule(set.nextSlot(), nowNs + state.delays.nextNs());
            state.other = (state.other + 7) & (state.slots - 1);
            set.schedule(state.other, nowNs + state.delays.nextNs());
        }
        return set.nextTimeNs();
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long retimeTextbookByRemoval(Textbook state) {
        TextbookEventSet set = state.set;
        long nowNs = 0;
        for (int i = 0; i < EVENTS; i++) {
            TextbookEventSet.Event event = set.take();
            nowNs = event.timeNs;
            set.schedule(event.slot, nowNs + state.delays.nextNs());
            state.other = (state.other + 7) & (state.slots - 1);
            set.moveByRemoval(state.other, nowNs + state.delays.nextNs());
        }
        return nowNs;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long retimeTextbookLazily(Textbook state) {
        TextbookEventSet set = state.set;
        long nowNs = 0;
        for (int i = 0; i < EVENTS; i++) {
            TextbookEventSet.Event event = set.take();
            nowNs = event.timeNs;
            set.schedule(event.slot, nowNs + state.delays.nextNs());
            state.other = (state.other + 7) & (state.slots - 1);
            set.moveLazily(state.other, nowNs + state.delays.nextNs());
        }
        return nowNs;
    }
}
