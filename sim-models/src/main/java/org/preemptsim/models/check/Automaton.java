// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A monitor's table: states by number, the first one declared is where it starts; events it does not name it does not see. */
final class Automaton {
    static final int VIOLATION = -1;

    private final String name;
    private final List<String> states = new ArrayList<>();
    private final List<int[]> next = new ArrayList<>();
    private final boolean[] alphabet = new boolean[RvEvent.count()];

    Automaton(String name) {
        this.name = name;
    }

    /** Adds an arrow from one state to another on each of {@code events}; states come into being when they are first named. */
    Automaton on(String from, String to, RvEvent... events) {
        int source = stateOf(from);
        int target = stateOf(to);
        for (RvEvent e : events) {
            alphabet[e.ordinal()] = true;
            next.get(source)[e.ordinal()] = target;
        }
        return this;
    }

    private int stateOf(String state) {
        int known = states.indexOf(state);
        if (known >= 0) {
            return known;
        }
        int[] row = new int[RvEvent.count()];
        Arrays.fill(row, VIOLATION);
        states.add(state);
        next.add(row);
        return states.size() - 1;
    }

    String name() {
        return name;
    }

    String stateName(int state) {
        return states.get(state);
    }

    boolean sees(RvEvent event) {
        return alphabet[event.ordinal()];
    }

    /** The next state, or {@link #VIOLATION}. */
    int step(int state, RvEvent event) {
        return next.get(state)[event.ordinal()];
    }
}
