// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.host.facts;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that a file of the host gives, or the reason why there is none. */
public final class Reading<T> {
    private final @Nullable T value;
    private final String absence;

    private Reading(@Nullable T value, String absence) {
        this.value = value;
        this.absence = absence;
    }

    /** A value that is there. */
    public static <T> Reading<T> of(T value) {
        return new Reading<>(value, "");
    }

    /** No value, because of {@code reason}, such as {@code no /sys/kernel/realtime}. */
    public static <T> Reading<T> absent(String reason) {
        return new Reading<>(null, reason);
    }

    /** The value, if any. */
    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /** Whether there is a value. */
    public boolean present() {
        return value != null;
    }

    /** Why there is no value; empty if there is one. */
    public String absence() {
        return absence;
    }

    /** The value converted; stays absent for the same reason. */
    public <R> Reading<R> map(Function<? super T, ? extends R> f) {
        T v = value;
        return v == null ? absent(absence) : of(f.apply(v));
    }

    /** The value converted to a reading of its own; stays absent for the same reason. */
    public <R> Reading<R> flatMap(Function<? super T, Reading<R>> f) {
        T v = value;
        return v == null ? absent(absence) : f.apply(v);
    }

    /** This, or the first present one of {@code other}; absent with both reasons. */
    public Reading<T> or(Reading<T> other) {
        if (present()) {
            return this;
        }
        return other.present() ? other : absent(absence + "; " + other.absence);
    }

    /** A whole number, absent if the text is none. */
    static Reading<Long> number(Reading<String> text) {
        return text.flatMap(t -> {
            try {
                return of(Long.parseLong(t.strip()));
            } catch (NumberFormatException e) {
                return absent("not a number: " + t);
            }
        });
    }

    /** The value as an optional long. */
    static OptionalLong asLong(Reading<Long> reading) {
        return reading.value().map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** The value, or {@code absent (reason)}. */
    @Override
    public String toString() {
        T v = value;
        return v == null ? "absent (" + absence + ")" : v.toString();
    }
}
