// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.models.locking;

import java.util.Arrays;
import java.util.List;

/** Task numbers in order of arrival. Grows once, then takes no memory. */
final class TaskList {
    private int[] tasks = new int[4];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int first() {
        return tasks[0];
    }

    int get(int i) {
        return tasks[i];
    }

    boolean isFirst(int task) {
        return size > 0 && tasks[0] == task;
    }

    boolean contains(int task) {
        for (int i = 0; i < size; i++) {
            if (tasks[i] == task) {
                return true;
            }
        }
        return false;
    }

    void add(int task) {
        if (size == tasks.length) {
            tasks = Arrays.copyOf(tasks, 2 * size);
        }
        tasks[size++] = task;
    }

    int removeFirst() {
        int task = tasks[0];
        remove(task);
        return task;
    }

    /** Takes the task out if it is there. */
    void remove(int task) {
        for (int i = 0; i < size; i++) {
            if (tasks[i] == task) {
                System.arraycopy(tasks, i + 1, tasks, i, --size - i);
                return;
            }
        }
    }

    List<Integer> asList() {
        return Arrays.stream(tasks, 0, size).boxed().toList();
    }
}
