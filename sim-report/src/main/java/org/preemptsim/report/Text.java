// SPDX-License-Identifier: Apache-2.0
package org.preemptsim.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers and foreign text in the form people read; the same on every locale. */
final class Text {
    private static final long NS_PER_S = 1_000_000_000L;

    private Text() {}

    /** Microseconds to the nanosecond, such as {@code 2,279.412}. */
    static String us(long ns) {
        return String.format(Locale.ROOT, "%,d.%03d", ns / 1_000, ns % 1_000);
    }

    /** Microseconds with one decimal, for prose: {@code 2,279.4}; below ten with two. */
    static String roughUs(double ns) {
        return fixed(ns / 1_000, ns < 9_995 ? 2 : 1);
    }

    /**
     * A number with so many decimals, from its exact value: the shortest decimal form of a double, which a formatter
     * would start from, is not the same on all JDKs.
     */
    static String fixed(double x, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", new BigDecimal(x));
    }

    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** A rate or a share with as many decimals as leave about four digits. */
    static String decimal(double x) {
        return fixed(x, x >= 1_000 ? 0 : x >= 100 ? 1 : x >= 10 ? 2 : 3);
    }

    static String percent(double share) {
        return fixed(share * 100, 2);
    }

    /** {@code 231}, {@code 23}, {@code 2.3}: as exact as a ratio of two maxima deserves. */
    static String times(double ratio) {
        return fixed(ratio, ratio >= 9.95 ? 0 : 1);
    }

    /** {@code 12 h}, {@code 1 min 30 s}, {@code 2.5 s}, {@code 40 ms}, {@code 7 ns}. */
    static String duration(long ns) {
        if (ns < NS_PER_S) {
            return ns % 1_000_000 == 0 && ns > 0 ? ns / 1_000_000 + " ms" : shortTime(ns);
        }
        long s = ns / NS_PER_S;
        long ms = ns % NS_PER_S / 1_000_000;
        StringBuilder out = new StringBuilder();
        append(out, s / 3_600, "h");
        append(out, s / 60 % 60, "min");
        if (ms > 0 && s < 3_600) {
            String decimals = String.format(Locale.ROOT, "%03d", ms).replaceAll("0+$", "");
            append(out, (s % 60) + "." + decimals, "s");
        } else {
            append(out, s % 60, "s");
        }
        return out.toString();
    }

    /** A length of time as one says it, four digits or less where that loses little: {@code 8 ms}, {@code 1.203 ms}, {@code 12.4 µs}. */
    static String spoken(long ns) {
        if (ns >= NS_PER_S) {
            return scaled(ns, NS_PER_S) + " s";
        }
        if (ns >= 1_000_000) {
            return scaled(ns, 1_000_000) + " ms";
        }
        return ns >= 1_000 ? scaled(ns, 1_000) + " µs" : ns + " ns";
    }

    /** A point in time of the run, to the microsecond: {@code 3.400 ms}, {@code 2.469000 s}. */
    static String moment(long ns) {
        if (ns >= NS_PER_S) {
            return instant(ns);
        }
        return String.format(Locale.ROOT, "%,d.%03d ms", ns / 1_000_000, ns % 1_000_000 / 1_000);
    }

    private static String scaled(long ns, long unit) {
        long whole = ns / unit;
        int decimals = whole >= 100 ? 1 : whole >= 10 ? 2 : 3;
        return new BigDecimal(ns)
                .divide(new BigDecimal(unit))
                .setScale(decimals, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String shortTime(long ns) {
        return ns < 1_000 ? ns + " ns" : us(ns) + " µs";
    }

    private static void append(StringBuilder out, long n, String unit) {
        if (n > 0) {
            append(out, Long.toString(n), unit);
        }
    }

    private static void append(StringBuilder out, String n, String unit) {
        out.append(out.length() > 0 ? " " : "").append(n).append(' ').append(unit);
    }

    /** Seconds of the run, to the microsecond: {@code 2.469000 s}. */
    static String instant(long ns) {
        return String.format(Locale.ROOT, "%,d.%06d s", ns / NS_PER_S, ns % NS_PER_S / 1_000);
    }

    /** Foreign text on one line, without anything a terminal or a reader could take as more than a character. */
    static String plain(String foreign) {
        StringBuilder out = new StringBuilder(foreign.length());
        foreign.codePoints().map(c -> isPlain(c) ? c : 0xFFFD).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** At most {@code length} characters, the last an ellipsis if some were cut. */
    static String cut(String text, int length) {
        if (text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, length - 1))) + "…";
    }
}
