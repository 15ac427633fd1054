// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The hash stands for the whole trace: two traces agree in it only if they agree in every word and in order. */
class TraceProperties {

    private record Point(long timeNs, int type, int cpu, long subject, long value) {}

    @Provide
    Arbitrary<Point> point() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1L << 46),
                        Arbitraries.integers().between(0, 255),
                        Arbitraries.integers().between(0, 65_535),
                        Arbitraries.longs().between(0, (1L << 40) - 1),
                        Arbitraries.longs())
                .as(Point::new);
    }

    @Provide
    Arbitrary<List<Point>> points() {
        return point().list().ofMinSize(1).ofMaxSize(50);
    }

    @Property
    void dependsOnEveryWordOfEveryRecord(
            @ForAll("points") List<Point> points,
            @ForAll @IntRange(max = 49) int index,
            @ForAll @IntRange(max = 4) int word,
            @ForAll("point") Point other) {
        int at = index % points.size();
        Point old = points.get(at);
        Point changed =
                switch (word) {
                    case 0 -> new Point(other.timeNs, old.type, old.cpu, old.subject, old.value);
                    case 1 -> new Point(old.timeNs, other.type, old.cpu, old.subject, old.value);
                    case 2 -> new Point(old.timeNs, old.type, other.cpu, old.subject, old.value);
                    case 3 -> new Point(old.timeNs, old.type, old.cpu, other.subject, old.value);
                    default -> new Point(old.timeNs, old.type, old.cpu, old.subject, other.value);
                };
        Assume.that(!changed.equals(old));
        List<Point> copy = new ArrayList<>(points);
        copy.set(at, changed);
        assertThat(hash(copy)).isNotEqualTo(hash(points));
    }

    @Property
    void dependsOnTheOrderOfRecords(
            @ForAll("points") List<Point> points,
            @ForAll @IntRange(max = 49) int a,
            @ForAll @IntRange(max = 49) int b) {
        List<Point> swapped = new ArrayList<>(points);
        Collections.swap(swapped, a % points.size(), b % points.size());
        Assume.that(!swapped.equals(points));
        assertThat(hash(swapped)).isNotEqualTo(hash(points));
    }

    @Property
    void dependsOnTheNumberOfRecords(@ForAll("points") List<Point> points) {
        List<Point> longer = new ArrayList<>(points);
        longer.add(new Point(0, 0, 0, 0, 0));
        assertThat(hash(longer)).isNotEqualTo(hash(points));
        longer.addAll(0, Collections.nCopies(3, new Point(0, 0, 0, 0, 0)));
        assertThat(hash(longer.subList(0, 3))).isNotEqualTo(hash(longer.subList(0, 2)));
        assertThat(hash(longer.subList(0, 1))).isNotEqualTo(hash(List.of()));
    }

    @Property(tries = 100)
    void dependsOnNeitherSinkNorFlushes(@ForAll("points") List<Point> points, @ForAll @IntRange(min = 1) int every) {
        Trace hashing = new Trace(null);
        Trace flushing = new Trace((words, records) -> {});
        for (int i = 0; i < points.size(); i++) {
            record(hashing, points.get(i));
            record(flushing, points.get(i));
            if (i % every == 0) {
                flushing.flush();
            }
        }
        assertThat(flushing.hash()).isEqualTo(hashing.hash());
        assertThat(flushing.records()).isEqualTo(hashing.records());
    }

    private static long hash(List<Point> points) {
        Trace trace = new Trace(null);
        points.forEach(p -> record(trace, p));
        return trace.hash();
    }

    private static void record(Trace trace, Point p) {
        trace.record(p.timeNs, p.type, p.cpu, p.subject, p.value);
    }
}
