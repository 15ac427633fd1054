// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preemptsim.experiment.inversion.LockWait;
import org.preemptsim.experiment.inversion.LockWait.PriorityChange;
import org.preemptsim.experiment.inversion.LockWait.Stretch;
import org.preemptsim.experiment.inversion.Share;

/**
 * Who ran during a wait on the CPU of the owner on whom all depended, a row per task: {@code =} at its own priority, {@code #} at one it
 * inherits.
 */
final class WaitPicture {
    private static final int COLUMNS = 60;
    private static final int MOST_ROWS = 12;

    private final LockWait wait;
    private final Map<String, char[]> rows = new LinkedHashMap<>();

    private WaitPicture(LockWait wait) {
        this.wait = wait;
    }

    /** Its lines; none if there would be little to see: fewer than two tasks, or more than fit. */
    static List<String> of(LockWait wait) {
        return new WaitPicture(wait).lines();
    }

    private List<String> lines() {
        if (wait.moreStretches() > 0) {
            return List.of();
        }
        for (Stretch s : wait.stretches()) {
            boolean ran = s.share() == Share.OWNER_RAN || s.share() == Share.INVERTED || s.share() == Share.OUTRANKED;
            if (ran && columns(s) > 0) {
                draw(s);
            }
        }
        if (rows.size() < 2 || rows.size() > MOST_ROWS) {
            return List.of();
        }
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> out = new ArrayList<>();
        rows.forEach((task, cells) -> out.add(padded(task, width) + " |" + new String(cells) + "|"));
        String end = Text.spoken(wait.waitedNs());
        out.add(" ".repeat(width + 2) + "+0" + " ".repeat(Math.max(1, COLUMNS - 3 - end.length())) + "+" + end);
        return out;
    }

    private static String padded(String task, int width) {
        return task + " ".repeat(width - task.length());
    }

    private void draw(Stretch s) {
        char[] cells = rows.computeIfAbsent(
                Text.plain(s.task()), t -> " ".repeat(COLUMNS).toCharArray());
        for (int c = column(s.atNs()); c < column(s.atNs() + s.durationNs()); c++) {
            cells[c] = inherits(s.task(), middle(c)) ? '#' : '=';
        }
    }

    /** The first column whose middle is at or after {@code atNs}. */
    private int column(long atNs) {
        int c = 0;
        while (c < COLUMNS && middle(c) < atNs) {
            c++;
        }
        return c;
    }

    private int columns(Stretch s) {
        return column(s.atNs() + s.durationNs()) - column(s.atNs());
    }

    private long middle(int column) {
        return wait.fromNs() + wait.waitedNs() * (2L * column + 1) / (2L * COLUMNS);
    }

    private boolean inherits(String task, long atNs) {
        boolean inherits = false;
        boolean known = false;
        for (PriorityChange c : wait.changes()) {
            if (!c.task().equals(task)) {
                continue;
            }
            boolean before = c.atNs() <= atNs;
            if (before) {
                inherits = !c.to().equals(own(task));
                known = true;
            } else if (!known) {
                inherits = !c.from().equals(own(task));
                known = true;
            }
        }
        return inherits;
    }

    private String own(String task) {
        return wait.portions().stream()
                .filter(p -> p.task().equals(task))
                .map(LockWait.Portion::policy)
                .findFirst()
                .orElse("");
    }
}
