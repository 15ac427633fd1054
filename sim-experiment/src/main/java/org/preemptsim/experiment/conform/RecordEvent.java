// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.conform;

import java.util.List;

/**
 * One event in the form of the records: {@code [t_us, cpu, type, field...]}.
 *
 * @param timeUs since time 0
 * @param type {@code sw}, {@code wake}, {@code pi}, {@code mig}, {@code kblock}, {@code kgot}, {@code start}, {@code done}, {@code
 *     begin}, {@code end}, {@code rel}, {@code acq} or {@code fail}
 * @param fields what follows the type: texts and whole numbers
 */
record RecordEvent(long timeUs, int cpu, String type, List<Object> fields) {
    RecordEvent {
        fields = List.copyOf(fields);
    }

    RecordEvent(long timeUs, int cpu, String type, Object... fields) {
        this(timeUs, cpu, type, List.of(fields));
    }

    boolean is(String t) {
        return type.equals(t);
    }

    /** The text in place {@code i} behind the type. */
    String text(int i) {
        return fields.get(i).toString();
    }

    /** The number in place {@code i} behind the type. */
    long number(int i) {
        if (fields.get(i) instanceof Number n) {
            return n.longValue();
        }
        throw new IllegalArgumentException("no number in place " + i + " of " + this);
    }

    int size() {
        return fields.size();
    }
}
