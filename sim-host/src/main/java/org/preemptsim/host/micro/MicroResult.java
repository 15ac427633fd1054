// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.micro;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distribution of one operation's cost.
 *
 * @param name such as {@code clock_read}
 * @param method how it was measured and what it includes
 * @param samples how many times or batches were taken
 * @param quantiles by ascending share
 */
public record MicroResult(String name, String method, long samples, List<Point> quantiles) {
    private static final double[] SHARES = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

    public MicroResult {
        quantiles = List.copyOf(quantiles);
    }

    /** A share {@code p} of the values lies at or below {@code ns}. */
    public record Point(double p, double ns) {}

    /**
     * Summarises single values.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MicroResult of(String name, String method, double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no sample of " + name);
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        List<Point> out = new ArrayList<>();
        for (double p : SHARES) {
            int rank = (int) Math.max(1, Math.ceil(p * sorted.length));
            out.add(new Point(p, sorted[rank - 1]));
        }
        return new MicroResult(name, method, sorted.length, out);
    }

    /** The quantile at one of the shares that are kept: 0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1. */
    public double at(double p) {
        return quantiles.stream()
                .filter(q -> q.p == p)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no quantile " + p + " is kept"))
                .ns;
    }
}
