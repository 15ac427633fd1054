// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.experiment.scenario;

import org.jspecify.annotations.Nullable;

/** A value, or what is wrong with its text; exactly one of the two. */
record Parsed<T>(@Nullable T value, @Nullable Problem problem) {
    static <T> Parsed<T> of(T value) {
        return new Parsed<>(value, null);
    }

    static <T> Parsed<T> bad(DiagnosticCode code, String message, String why, String fix) {
        return new Parsed<>(null, new Problem(code, message, why, fix));
    }

    static <T> Parsed<T> bad(int offset, DiagnosticCode code, String message, String why, String fix) {
        return new Parsed<>(null, new Problem(code, message, why, fix, offset));
    }

    T or(T fallback) {
        return value != null ? value : fallback;
    }
}
