// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody meant among the words that exist. */
public final class NearestMatch {
    /** Longer words are not compared: nobody misspells a page, and the comparison is quadratic. */
    private static final int LONGEST = 64;

    private NearestMatch() {}

    /**
     * The known word nearest to {@code written}: equal but for case, at most a third of it misspelt (a swap of
     * neighbours counts once), or one being the beginning of the other.
     */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.isEmpty() || written.length() > LONGEST) {
            return Optional.empty();
        }
        String w = fold(written);
        return known.stream()
                .filter(k -> k.length() <= LONGEST && near(w, fold(k)))
                .min(Comparator.comparingInt((String k) -> distance(w, fold(k))).thenComparing(k -> k));
    }

    private static String fold(String s) {
        return s.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static boolean near(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        if (shorter >= 3 && (a.startsWith(b) || b.startsWith(a))) {
            return true;
        }
        return distance(a, b) <= Math.max(1, shorter / 3) && shorter > 1;
    }

    /** Optimal string alignment distance: insert, delete, replace, swap of neighbours each cost one. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
