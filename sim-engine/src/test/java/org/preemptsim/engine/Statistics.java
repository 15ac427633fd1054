// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.engine;

import java.util.Arrays;

/** What the tests of random numbers compute; seeds are fixed, so no result moves. */
final class Statistics {

    private Statistics() {}

    /** Pearson's statistic against equal expectations. */
    static double chiSquare(long[] counts) {
        double expected = (double) Arrays.stream(counts).sum() / counts.length;
        return Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
    }

    /** The quantile 1 - 1.3e-5 (4.2 standard deviations) of chi-square, by Wilson and Hilferty. */
    static double chiSquareLimit(int degreesOfFreedom) {
        if (degreesOfFreedom == 0) {
            return 1e-9;
        }
        double v = 2.0 / (9.0 * degreesOfFreedom);
        return degreesOfFreedom * Math.pow(1 - v + 4.2 * Math.sqrt(v), 3);
    }

    /** The quantile 1.3e-5, for numbers that are more even than chance allows. */
    static double chiSquareFloor(int degreesOfFreedom) {
        double v = 2.0 / (9.0 * degreesOfFreedom);
        return degreesOfFreedom * Math.pow(1 - v - 4.2 * Math.sqrt(v), 3);
    }

    /** Pearson's correlation of {@code a[i]} and {@code b[i + lag]}, in standard deviations of independent numbers. */
    static double correlation(double[] a, double[] b, int lag) {
        int n = a.length - lag;
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < n; i++) {
            double x = a[i] - meanA;
            double y = b[i + lag] - meanB;
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / Math.sqrt(aa * bb) * Math.sqrt(n);
    }
}
