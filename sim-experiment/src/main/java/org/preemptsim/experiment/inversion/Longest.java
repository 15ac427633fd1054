// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.inversion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the first so many of what it is shown, in a given order. */
final class Longest<T> {
    private final int limit;
    private final Comparator<? super T> order;
    private final PriorityQueue<T> kept;

    Longest(int limit, Comparator<? super T> order) {
        this.limit = limit;
        this.order = order;
        this.kept = new PriorityQueue<>(order.reversed());
    }

    void add(T item) {
        kept.add(item);
        if (kept.size() > limit) {
            kept.poll();
        }
    }

    List<T> inOrder() {
        List<T> out = new ArrayList<>(kept);
        out.sort(order);
        return out;
    }
}
